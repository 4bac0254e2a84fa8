/** The winnow command: arguments in, exit codes out; no logic. */
@NullMarked
package dev.winnow.cli;

import org.jspecify.annotations.NullMarked;

/**
 * How events get in: one reader per source format, line accounting, and live capture of a command.
 */
@NullMarked
package dev.winnow.recorder;

import org.jspecify.annotations.NullMarked;

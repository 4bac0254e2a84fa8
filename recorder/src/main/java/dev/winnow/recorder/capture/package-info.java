/**
 * Recording of a command while it runs: starting it under a tracer, passing signals on, saying why
 * it cannot be recorded. What was recorded is read like any other trace.
 */
@NullMarked
package dev.winnow.recorder.capture;

import org.jspecify.annotations.NullMarked;

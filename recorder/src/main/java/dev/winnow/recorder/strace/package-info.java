/**
 * strace's text: the grammar of its lines, the calls that are split over several of them, and which
 * printed argument is which register. {@link dev.winnow.recorder.strace.StraceReader} reads a log,
 * {@link dev.winnow.recorder.strace.StracePieces} tells how the files of {@code -ff} belong
 * together.
 */
@NullMarked
package dev.winnow.recorder.strace;

import org.jspecify.annotations.NullMarked;

/**
 * Symbolic numbers as tracers print them, {@code O_RDONLY|O_CLOEXEC} or {@code makedev(0x1, 0x3)},
 * and what may stand around them: strings, comments, decorations. A number is right or it is not
 * given.
 */
@NullMarked
package dev.winnow.recorder.symbols;

import org.jspecify.annotations.NullMarked;

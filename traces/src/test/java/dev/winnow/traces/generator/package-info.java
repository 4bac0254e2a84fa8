/**
 * Writes the tables of {@code traces} from what the machine knows: kernel and libc headers, the
 * running kernel's trace events, and, for what neither tells, the hand-made tables beside this
 * package's resources, where every row names its source. Run with {@code -Dwinnow.update=true}; for
 * the constants, with the headers of {@link Target} at {@code -Dwinnow.cross=DIRECTORY/usr}.
 */
@NullMarked
package dev.winnow.traces.generator;

import org.jspecify.annotations.NullMarked;

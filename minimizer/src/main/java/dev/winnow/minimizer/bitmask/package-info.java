/** Policies as the 2009 bitmask of allowed syscalls: bit n says whether syscall n is allowed. */
@NullMarked
package dev.winnow.minimizer.bitmask;

import org.jspecify.annotations.NullMarked;

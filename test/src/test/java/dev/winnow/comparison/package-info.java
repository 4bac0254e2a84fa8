/**
 * winnow's programs next to libseccomp's for the same policies: instructions, what events execute,
 * and what both cost in the running kernel. Run by {@code test/compare/compare.sh}.
 */
@NullMarked
package dev.winnow.comparison;

import org.jspecify.annotations.NullMarked;

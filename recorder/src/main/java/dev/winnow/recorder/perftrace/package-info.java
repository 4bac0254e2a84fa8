/**
 * Reads what {@code perf trace} prints: names for certain, and of the arguments what is left of
 * them, for people only. Zeros, unknown bits and, of a 32-bit program, the right names are left
 * out. Its table ({@code -s}) is read for the names and counts. Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.perftrace;

import org.jspecify.annotations.NullMarked;

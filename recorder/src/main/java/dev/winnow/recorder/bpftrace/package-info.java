/**
 * Reads the maps that bpftrace prints at its end, of counts keyed by the number of a syscall: names
 * and how often, no arguments, no ABI. Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.bpftrace;

import org.jspecify.annotations.NullMarked;

/**
 * Policy to the smallest equal expression, to cBPF or a bitmask, each one proved. The rooms: {@code
 * expression} simplifies conditions, {@code compiler} makes programs, {@code proof} proves them,
 * {@code bpf} is what a program is; bitmasks are here.
 */
@NullMarked
package dev.winnow.minimizer;

import org.jspecify.annotations.NullMarked;

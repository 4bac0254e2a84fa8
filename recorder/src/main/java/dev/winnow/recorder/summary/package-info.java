/**
 * Reads the tables of {@code strace -c} and {@code -C}: names and how often, no arguments. The
 * tables of other ABIs have a title that says so. Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.summary;

import org.jspecify.annotations.NullMarked;

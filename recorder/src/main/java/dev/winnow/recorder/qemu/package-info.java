/**
 * Reads {@code qemu-ARCH -strace}, which emulates a program of another architecture: names only,
 * for its arguments are cut and mixed with the program's output, and some calls never reach it.
 * Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.qemu;

import org.jspecify.annotations.NullMarked;

/**
 * Reads ftrace's text: {@code trace} and {@code trace_pipe} of tracefs, and what {@code trace-cmd
 * report} prints, of the events of raw_syscalls and of syscalls. Registers are whole; the ABI is
 * never said. Entries and exits are joined per thread. Knows no other format.
 */
@NullMarked
package dev.winnow.recorder.ftrace;

import org.jspecify.annotations.NullMarked;

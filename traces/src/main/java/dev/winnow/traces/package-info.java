/**
 * What a trace is: architectures and their syscall tables, argument kinds and widths, symbolic
 * constants, {@link dev.winnow.traces.SyscallEvent}, and {@link dev.winnow.traces.Evidence}, the
 * mergeable summary of runs with its file format. Nothing here reads any tool's output.
 */
@NullMarked
package dev.winnow.traces;

import org.jspecify.annotations.NullMarked;

package dev.winnow.recorder.perftrace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;

/** A thread: its ABI as far as it shows, and the call that it has begun and not ended. */
final class Task {
  final int tid;
  final long[] values = new long[SyscallEvent.ARGUMENTS];

  /** The ABI of its program, and whether that is certain. */
  Arch arch;

  boolean certain;

  /** Whether a call has begun, in lines that are not accounted for yet. */
  boolean open;

  long lines;

  /** Whether only its end is in the trace. */
  boolean headless;

  /** The number and the arguments of the call; bit {@code i} says that argument i is shown. */
  int number;

  int shown;

  Task(int tid, Arch arch) {
    this.tid = tid;
    this.arch = arch;
  }
}

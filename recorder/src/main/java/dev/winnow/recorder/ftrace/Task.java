package dev.winnow.recorder.ftrace;

import dev.winnow.traces.SyscallEvent;
import org.jspecify.annotations.Nullable;

/** One thread, with the call that it has entered and not left. */
final class Task {
  /** The call, or null if it is in none. */
  @Nullable Entry entered;

  /** The registers of the call. */
  final long[] registers = new long[SyscallEvent.ARGUMENTS];

  /** What was shown of an argument and not understood, in place of its register. */
  final @Nullable String[] texts = new @Nullable String[SyscallEvent.ARGUMENTS];

  /** Bits of the registers that were shown. */
  int shown;

  /** Whether a register had more than 32 bits since the program was started. */
  boolean wide;

  /**
   * Whether events may be missing since the call was entered, so that the next exit is another's.
   */
  boolean doubtful;
}

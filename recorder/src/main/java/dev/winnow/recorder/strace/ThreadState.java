package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the reader knows about one thread between its lines. */
final class ThreadState {
  static final byte[] NO_BYTES = new byte[0];

  static final int NOT_IN_BATCH = -1;

  final int tid;

  /** The ABI of its last call, as far as the trace says. */
  Arch arch;

  /** Whether a line of it was read; else it is known from the call that made it. */
  boolean seen;

  /** Whether the ABI was looked for since the last exec, in a log that does not say it. */
  boolean abiSought;

  /** Whether a name tells the ABI of the program that it runs. */
  boolean abiKnown;

  /** Its events since the last exec, as long as none does. */
  long assumed;

  /** Whether it has an unfinished call. */
  boolean pending;

  /** The line of a batch that the unfinished call is, if its text is not in {@link #head} yet. */
  int headInBatch = NOT_IN_BATCH;

  /** The thread's place in {@link DecodedLines}, if the call is a line of a batch. */
  int openPlace;

  /** The unfinished call, or null if its name is not in the table. */
  @Nullable SyscallEntry entry;

  /** The call's text from its name on. */
  byte[] head = NO_BYTES;

  int headLength;

  /** Where the arguments begin in {@link #head}. */
  int argumentsAt;

  /** The number of the line with the head. */
  long headLine;

  /** How many lines the head was put together from. */
  int headLines;

  /** Whether other text was spliced into the head. */
  boolean damaged;

  /** Appends {@code b[from, to)} to the head. */
  void append(byte[] b, int from, int to) {
    int length = to - from;
    if (headLength + length > head.length) {
      head = Arrays.copyOf(head, Math.max(headLength + length, 2 * head.length));
    }
    System.arraycopy(b, from, head, headLength, length);
    headLength += length;
  }

  /** Takes over the unfinished call of another thread. */
  void takeHead(ThreadState other) {
    pending = other.pending;
    entry = other.entry;
    head = other.head;
    headLength = other.headLength;
    argumentsAt = other.argumentsAt;
    headLine = other.headLine;
    headLines = other.headLines;
    damaged = other.damaged;
    other.pending = false;
    other.head = NO_BYTES;
  }

  ThreadState(int tid, Arch arch) {
    this.tid = tid;
    this.arch = arch;
  }
}

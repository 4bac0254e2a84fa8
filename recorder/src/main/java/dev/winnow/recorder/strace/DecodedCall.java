package dev.winnow.recorder.strace;

import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;

/**
 * A call that was decoded from its text alone, with all that its text shows; neither one that makes
 * a thread nor one that starts a program. Its event has no thread.
 */
final class DecodedCall {
  final SyscallEvent event = new SyscallEvent();

  /** The text, if it is kept to be found again. */
  private byte[] text = ThreadState.NO_BYTES;

  /** How much of the text stood before {@code <unfinished ...>}; all of it in a whole call. */
  private int first;

  /** The number of {@code -n} that stood before it. */
  private long number;

  /** Keeps the text, {@code b[from, split)} and {@code b[rest, to)}. */
  void keep(long prefixNumber, byte[] b, int from, int split, int rest, int to) {
    number = prefixNumber;
    first = split - from;
    text = Arrays.copyOf(Arrays.copyOfRange(b, from, split), first + to - rest);
    System.arraycopy(b, rest, text, first, to - rest);
    event.setRecurring();
  }

  /** Whether this is the call that {@link #keep} would be called for. */
  boolean is(long prefixNumber, byte[] b, int from, int split, int rest, int to) {
    return number == prefixNumber
        && Arrays.equals(text, 0, first, b, from, split)
        && Arrays.equals(text, first, text.length, b, rest, to);
  }
}

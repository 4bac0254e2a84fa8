package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;

/**
 * A call that was decoded from its text alone, with all that its text shows; neither one that makes
 * a thread nor one that starts a program. Its event has no thread.
 */
final class DecodedCall {
  static final int NOT_KEPT = -1;

  final SyscallEvent event = new SyscallEvent();

  /** {@link LineBatch#TELLS_ABI} or 0. */
  byte tellsAbi;

  /** The key, if the call is kept to be found again. */
  private byte[] key = ThreadState.NO_BYTES;

  /** The number of {@code -n} that stood before it. */
  private long number;

  /** Its place in the {@link DecodedCache}, or {@link #NOT_KEPT}. */
  int place = NOT_KEPT;

  /** Keeps the key; the event is not changed from now on. */
  void keep(int inPlace, long prefixNumber, CallKey of) {
    place = inPlace;
    number = prefixNumber;
    key = Arrays.copyOf(of.text, of.length);
  }

  /** Whether this is the call that {@link #keep} would be called for. */
  boolean is(Arch arch, long prefixNumber, CallKey of) {
    return number == prefixNumber
        && event.arch() == arch
        && Arrays.equals(key, 0, key.length, of.text, 0, of.length);
  }
}

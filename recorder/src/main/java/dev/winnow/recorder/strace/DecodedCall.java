package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;

/**
 * A call that was decoded from its text alone, with all that its text shows, to be found again by
 * that; neither one that makes a thread nor one that starts a program. Nothing of it changes but
 * its event, which only the thread that delivers it and its sink look at and write to.
 */
final class DecodedCall {
  final SyscallEvent event;

  /** {@link LineBatch#TELLS_ABI} or 0. */
  final byte tellsAbi;

  private final Arch arch;

  /** The number of {@code -n} that stood before it. */
  private final long number;

  /** The key of its beginning, if that was a line of its own, and that of all the rest. */
  final byte[] key;

  private final int headLength;

  /**
   * @param recurring its event
   * @param head empty if the call is one line
   */
  DecodedCall(SyscallEvent recurring, byte tellsAbi, long number, CallKey head, CallKey rest) {
    event = recurring;
    this.tellsAbi = tellsAbi;
    arch = recurring.arch();
    this.number = number;
    headLength = head.length();
    key = new byte[headLength + rest.length()];
    System.arraycopy(head.text, head.from, key, 0, headLength);
    System.arraycopy(rest.text, rest.from, key, headLength, rest.length());
  }

  /**
   * Whether this is the call that has these keys.
   *
   * @param itsKey {@link #key}, fetched beside this call and not through it
   */
  boolean is(Arch ofArch, long prefixNumber, byte[] itsKey, CallKey head, CallKey rest) {
    return number == prefixNumber
        && arch == ofArch
        && headLength == head.length()
        && Arrays.equals(itsKey, headLength, itsKey.length, rest.text, rest.from, rest.to)
        && (headLength == 0 // as mostly
            || Arrays.equals(itsKey, 0, headLength, head.text, head.from, head.to));
  }
}

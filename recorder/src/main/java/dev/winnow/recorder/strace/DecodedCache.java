package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.strace.LineBatch.Decoded;
import dev.winnow.traces.Arch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Calls by their text: four of five calls of a log repeat an earlier one to the byte, result
 * included. A text is kept when it comes the second time, so that those that never repeat
 * themselves allocate nothing.
 */
final class DecodedCache {
  /**
   * Places; each holds one call, and the latest wins. Too few, and calls are decoded again; each
   * costs up to {@value #LONGEST} bytes and some 300 for its event.
   */
  private static final int PLACES = 1 << 14;

  /** Longer texts seldom repeat themselves. */
  private static final int LONGEST = 512;

  private static final class Kept {
    private final Decoded decoded;
    private final Arch arch;
    private final long number;
    private final byte[] text;

    Kept(Decoded decoded, Arch arch, long number, byte[] text) {
      this.decoded = decoded;
      this.arch = arch;
      this.number = number;
      this.text = text;
    }
  }

  private final @Nullable Kept[] places = new @Nullable Kept[PLACES];
  private final int[] missed = new int[PLACES];
  private int hash;
  private boolean due;

  /** The call {@code b[from, to)} whose prefix has {@code number}, or null. */
  @Nullable Decoded find(Arch arch, long number, byte[] b, int from, int to) {
    due = false;
    if (to - from > LONGEST) {
      return null;
    }
    hash = Ascii.hash(b, from, to);
    int place = hash & (PLACES - 1);
    Kept kept = places[place];
    if (kept != null
        && kept.number == number
        && kept.arch == arch
        && Arrays.equals(kept.text, 0, kept.text.length, b, from, to)) {
      return kept.decoded;
    }
    due = missed[place] == hash;
    missed[place] = hash;
    return null;
  }

  /** Whether the text that was not found last should be kept. */
  boolean isDue() {
    return due;
  }

  /** Keeps what was not found last; nobody may change it from now on, but for its thread. */
  void put(Decoded decoded, Arch arch, long number, byte[] b, int from, int to) {
    places[hash & (PLACES - 1)] = new Kept(decoded, arch, number, Arrays.copyOfRange(b, from, to));
  }
}

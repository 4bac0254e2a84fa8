package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one ABI by their text: four of five calls of a log repeat an earlier one to the byte,
 * result included. A text is kept when it comes the second time, so that those that never repeat
 * themselves allocate nothing.
 */
final class DecodedCache {
  /**
   * Places; each holds one call, and the latest wins. Too few, and calls are decoded again; each
   * costs up to {@value #LONGEST} bytes and some 400 for its event.
   */
  private static final int PLACES = 1 << 14;

  /** Longer texts seldom repeat themselves. */
  private static final int LONGEST = 512;

  private final @Nullable DecodedCall[] places = new @Nullable DecodedCall[PLACES];
  private final int[] kept = new int[PLACES];
  private final int[] missed = new int[PLACES];
  private int hash;
  private boolean due;

  /** What {@link #find} takes for {@code b[from, to)} at the beginning of a text. */
  static int hash(byte[] b, int from, int to) {
    return Ascii.hash(b, from, to);
  }

  /**
   * The call {@code b[from, split)} and {@code b[rest, to)}, or null.
   *
   * @param number of its prefix
   * @param begin the {@link #hash} of its first part
   */
  @Nullable DecodedCall find(
      long number, int begin, byte[] b, int from, int split, int rest, int to) {
    due = false;
    if (to - from > LONGEST && (split - from) + (to - rest) > LONGEST) {
      return null;
    }
    hash = rest == to ? begin : begin * 31 + Ascii.hash(b, rest, to);
    int place = hash & (PLACES - 1);
    if (kept[place] == hash) {
      DecodedCall call = places[place];
      if (call != null && call.is(number, b, from, split, rest, to)) {
        return call;
      }
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
  void put(DecodedCall call, long number, byte[] b, int from, int split, int rest, int to) {
    int place = hash & (PLACES - 1);
    call.keep(number, b, from, split, rest, to);
    places[place] = call;
    kept[place] = hash;
  }
}

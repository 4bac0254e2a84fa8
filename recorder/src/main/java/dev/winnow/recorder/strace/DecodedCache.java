package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one ABI by their keys: nine of ten calls of a log have the key of an earlier one, result
 * included. A call is kept when its key comes the second time, so that those that never repeat
 * themselves allocate nothing.
 */
final class DecodedCache {
  /**
   * Places; each holds one call, and the latest wins. Too few, and calls are decoded again; each
   * costs up to {@value #LONGEST} bytes and some 400 for its event.
   */
  private static final int PLACE_BITS = 14;

  static final int PLACES = 1 << PLACE_BITS;

  /** Longer keys seldom repeat themselves. */
  private static final int LONGEST = 512;

  private final @Nullable DecodedCall[] places = new @Nullable DecodedCall[PLACES];
  private final int[] kept = new int[PLACES];
  private final int[] missed = new int[PLACES];
  private final int number;
  private int hash;
  private boolean due;

  /**
   * @param number of this cache, which makes places of several caches different
   */
  DecodedCache(int number) {
    this.number = number;
  }

  /** The call with this key and this number in its prefix, or null. */
  @Nullable DecodedCall find(long prefixNumber, CallKey key) {
    due = false;
    if (key.length > LONGEST) {
      return null;
    }
    hash = Ascii.hash(key.text, 0, key.length);
    int place = hash & (PLACES - 1);
    if (kept[place] == hash) {
      DecodedCall call = places[place];
      if (call != null && call.is(prefixNumber, key)) {
        return call;
      }
    }
    due = missed[place] == hash;
    missed[place] = hash;
    return null;
  }

  /** Whether the call that was not found last should be kept. */
  boolean isDue() {
    return due;
  }

  /** Keeps what was not found last. */
  void put(DecodedCall call, long prefixNumber, CallKey key) {
    int place = hash & (PLACES - 1);
    call.keep(number << PLACE_BITS | place, prefixNumber, key);
    places[place] = call;
    kept[place] = hash;
  }
}

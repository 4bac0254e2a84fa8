package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Calls by their ABIs and keys: forty-nine of fifty calls of a log have the key of an earlier one,
 * result included. A call is kept when its key comes the second time, so that those that never
 * repeat themselves allocate nothing.
 *
 * <p>All decoders share it and none waits for another. What is found is right, because keys are
 * compared and a call is not changed once it is here; hashes and turns are written without order,
 * which costs at most that a call is decoded again.
 */
final class DecodedCache {
  /**
   * Places; each holds one call. Too few, and calls are decoded again; each costs up to {@value
   * #LONGEST} bytes and some 300 for its event.
   */
  private static final int PLACE_BITS = 15;

  static final int PLACES = 1 << PLACE_BITS;

  /** Places that a key may be at. With one, keys that alternate drive each other out. */
  private static final int WAYS = 4;

  /** Longer keys seldom repeat themselves. */
  private static final int LONGEST = 512;

  private final AtomicReferenceArray<@Nullable DecodedCall> places;
  private final int[] kept;
  private final int[] missed;
  private int turn;

  /**
   * @param size places, a power of two from {@value #WAYS} to {@link #PLACES}
   */
  DecodedCache(int size) {
    places = new AtomicReferenceArray<>(size);
    kept = new int[size];
    missed = new int[size];
  }

  /** The call with this key and this number in its prefix, or null. */
  @Nullable DecodedCall find(Arch arch, long prefixNumber, CallKey key) {
    if (key.length > LONGEST) {
      return null;
    }
    int hash = Ascii.hash(key.text, 0, key.length);
    key.hash = hash;
    int first = first(hash);
    for (int place = first; place < first + WAYS; place++) {
      if (kept[place] == hash) {
        DecodedCall call = places.getAcquire(place);
        if (call != null && call.is(arch, prefixNumber, key)) {
          return call;
        }
      }
    }
    return null;
  }

  /** Whether the call with this key, which was not found just now, should be kept. */
  boolean isDue(CallKey key) {
    if (key.length > LONGEST) {
      return false;
    }
    int place = key.hash & (missed.length - 1);
    boolean due = missed[place] == key.hash;
    missed[place] = key.hash;
    return due;
  }

  /** Keeps what was not found just now. */
  void put(DecodedCall call, long prefixNumber, CallKey key) {
    int first = first(key.hash);
    int place = first + (turn++ & (WAYS - 1));
    for (int i = first; i < first + WAYS; i++) {
      if (places.getPlain(i) == null) {
        place = i;
      }
    }
    call.keep(place, prefixNumber, key);
    kept[place] = key.hash;
    places.setRelease(place, call);
  }

  private int first(int hash) {
    return hash & (kept.length - WAYS);
  }
}

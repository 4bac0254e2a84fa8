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
 * <p>All decoders share it and none waits for another. What is found is right, because a key is
 * compared and known to be that of its call; beyond that nothing is written in any order, which
 * costs at most that a call is decoded again. It serves one sink, which counts in the events.
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

  /** The calls' keys once more: the processor fetches a key beside its call, not after it. */
  private final AtomicReferenceArray<byte @Nullable []> keys;

  private final int[] kept;
  private final int[] missed;
  private final int mask;
  private int turn;

  /**
   * @param size places, a power of two from {@value #WAYS} to {@link #PLACES}
   */
  DecodedCache(int size) {
    places = new AtomicReferenceArray<>(size);
    keys = new AtomicReferenceArray<>(size);
    kept = new int[size];
    missed = new int[size];
    mask = size - 1;
  }

  /** The call with this number in its prefix and these keys, or null. */
  @SuppressWarnings("ReferenceEquality") // whether it is this call's, without a look at its bytes
  @Nullable DecodedCall find(Arch arch, long prefixNumber, CallKey head, CallKey rest) {
    int hash = hash(head, rest);
    for (int way = 0; way < WAYS; way++) {
      int place = hash + way & mask;
      if (kept[place] == hash) {
        DecodedCall call = places.getAcquire(place);
        byte[] key = keys.getAcquire(place);
        if (call != null && key == call.key && call.is(arch, prefixNumber, key, head, rest)) {
          return call;
        }
      }
    }
    return null;
  }

  /** Whether the call with these keys, which was not found just now, should be kept. */
  boolean isDue(CallKey head, CallKey rest) {
    if (head.length() + rest.length() > LONGEST) {
      return false;
    }
    int hash = hash(head, rest);
    boolean due = missed[hash & mask] == hash;
    missed[hash & mask] = hash;
    return due;
  }

  /** Keeps what was not found just now. */
  void put(DecodedCall call, CallKey head, CallKey rest) {
    int hash = hash(head, rest);
    int place = hash + (turn++ & (WAYS - 1)) & mask;
    for (int way = WAYS - 1; way >= 0; way--) {
      if (places.getPlain(hash + way & mask) == null) {
        place = hash + way & mask;
      }
    }
    kept[place] = hash;
    keys.setRelease(place, call.key);
    places.setRelease(place, call);
  }

  private static int hash(CallKey head, CallKey rest) {
    long hash = Ascii.hash(head.hash, rest.hash);
    return (int) (hash ^ hash >>> 32);
  }
}

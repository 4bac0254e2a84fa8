package dev.winnow.traces;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one argument while one run is read: exact up to the cap, then per phase the bits
 * and size buckets that occurred, which is all that {@link Values.Summary} keeps. Bounded memory.
 */
final class ValueCounts {
  private final int width;
  private final int cap;
  private long[] keys = new long[16];
  private @Nullable FeatureCount[] counts = new @Nullable FeatureCount[16];
  private int size;
  private boolean over;
  private final List<Masks> byPhase = new ArrayList<>();
  private long least = -1L;
  private long most;

  private static final class Masks {
    private long ones;
    private long zeros;
    private final BitSet buckets = new BitSet(65);
  }

  ValueCounts(int width, int cap) {
    this.width = width;
    this.cap = cap;
  }

  void add(long value, long occurrences, int phase) {
    if (over && !Values.special(value, width)) {
      summarise(value, phase);
      return;
    }
    int slot = slot(value);
    FeatureCount count = counts[slot];
    if (count == null) {
      count = insert(slot, value);
    }
    count.add(occurrences, phase);
    if (over) {
      summarise(value, phase);
    }
  }

  private FeatureCount insert(int slot, long value) {
    FeatureCount count = new FeatureCount();
    keys[slot] = value;
    counts[slot] = count;
    size++;
    if (size * 2 > keys.length) {
      grow();
    }
    if (size > cap && !over) {
      over = true;
    }
    return count;
  }

  private int slot(long value) {
    int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 40) & (keys.length - 1);
    while (counts[slot] != null && keys[slot] != value) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    @Nullable FeatureCount[] oldCounts = counts;
    keys = new long[oldKeys.length * 2];
    counts = new @Nullable FeatureCount[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldCounts[i] != null) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  private void summarise(long value, int phase) {
    while (byPhase.size() <= phase) {
      byPhase.add(new Masks());
    }
    Masks masks = byPhase.get(phase);
    masks.ones |= value;
    masks.zeros |= ~value;
    if (!Values.special(value, width)) {
      masks.buckets.set(bucket(value));
      extremes(value);
    }
  }

  private void extremes(long value) {
    least = Long.compareUnsigned(value, least) < 0 ? value : least;
    most = Long.compareUnsigned(value, most) > 0 ? value : most;
  }

  /** Significant bits. */
  private static int bucket(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }

  Values freeze(Phases phases, String run) {
    TreeMap<Long, Feature> exact = new TreeMap<>(Values.UNSIGNED);
    for (int i = 0; i < keys.length; i++) {
      FeatureCount count = counts[i];
      if (count != null && (!over || Values.special(keys[i], width))) {
        exact.put(keys[i], count.freeze(phases, run));
      }
    }
    return new Values(width, cap, exact, over ? summary(phases, run) : Values.Summary.NONE);
  }

  /** Of what came before the cap was reached, and of what came after it. */
  private Values.Summary summary(Phases phases, String run) {
    PhasesByBit seen = new PhasesByBit(width);
    for (int i = 0; i < keys.length; i++) {
      FeatureCount count = counts[i];
      if (count != null) {
        seen.add(keys[i], ~keys[i], count.phases());
        if (!Values.special(keys[i], width)) {
          seen.addBucket(bucket(keys[i]), count.phases());
          extremes(keys[i]);
        }
      }
    }
    for (int phase = 0; phase < byPhase.size(); phase++) {
      Masks masks = byPhase.get(phase);
      BitSet here = new BitSet();
      here.set(phase);
      seen.add(masks.ones, masks.zeros, here);
      masks.buckets.stream().forEach(bucket -> seen.addBucket(bucket, here));
    }
    return seen.freeze(phases, run, least, most);
  }
}

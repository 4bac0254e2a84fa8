package dev.winnow.traces;

import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** In which phases of one run the bits and sizes of an argument's values came. */
final class PhasesByBit {
  private final BitSet[] ones;
  private final BitSet[] zeros;
  private final BitSet[] buckets;

  PhasesByBit(int width) {
    ones = empty(width);
    zeros = empty(width);
    buckets = empty(Long.SIZE + 1);
  }

  private static BitSet[] empty(int length) {
    return Stream.generate(BitSet::new).limit(length).toArray(BitSet[]::new);
  }

  /** Adds values that have these bits set and these clear, in {@code phases}. */
  void add(long set, long clear, BitSet phases) {
    for (int bit = 0; bit < ones.length; bit++) {
      if ((set >>> bit & 1) == 1) {
        ones[bit].or(phases);
      }
      if ((clear >>> bit & 1) == 1) {
        zeros[bit].or(phases);
      }
    }
  }

  void addBucket(int bucket, BitSet phases) {
    buckets[bucket].or(phases);
  }

  /** The evidence of the run, whose smallest and largest values are these. */
  Values.Summary freeze(Phases phases, String run, long least, long most) {
    return new Values.Summary(
        freeze(ones, phases, run),
        freeze(zeros, phases, run),
        freeze(buckets, phases, run),
        List.of(new Values.Extreme(least, run)),
        List.of(new Values.Extreme(most, run)));
  }

  private static SortedMap<Integer, Feature> freeze(BitSet[] seen, Phases phases, String run) {
    SortedMap<Integer, Feature> features = new TreeMap<>();
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i].isEmpty()) {
        features.put(i, new Feature(Runs.of(run, 1), phases.markers(seen[i], run)));
      }
    }
    return features;
  }
}

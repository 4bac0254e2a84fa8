package dev.winnow.traces;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The values of one argument: exactly, while there are at most {@code cap} distinct ones; beyond,
 * what generalisations need: bits, size buckets, extremes, and a few special values. Which of the
 * two it is depends on the union only, and so does everything kept, so joining is a semilattice.
 *
 * @param width the effective width of the argument in bits
 * @param cap distinct values kept exactly
 * @param exact value (unsigned, cut to the width) to feature; only the special ones if there is a
 *     summary
 * @param summary what is kept beyond the cap; {@link Summary#NONE} below it
 */
public record Values(int width, int cap, SortedMap<Long, Feature> exact, Summary summary) {
  // The two values that an fd, pid or id may have beside ordinary numbers: they stay exact.
  private static final long MINUS_ONE = -1L;
  private static final long AT_FDCWD = -100L;

  /** The order of {@link #exact}. */
  static final Comparator<Long> UNSIGNED = Long::compareUnsigned;

  /** One more than the special values: beyond the cap at least one value is summarised. */
  private static final int LEAST_CAP = 2;

  /**
   * What stays of too many values.
   *
   * <p>Of these only the runs matter: all counts are 1.
   *
   * @param ones bit to the runs in which a value had it set
   * @param zeros bit to the runs in which a value had it clear
   * @param buckets 64 minus the leading zeros of a value that is not special, to its runs
   * @param least the smallest values, not special, of {@value Runs#LEAST} distinct runs
   * @param most the largest
   */
  public record Summary(
      SortedMap<Integer, Feature> ones,
      SortedMap<Integer, Feature> zeros,
      SortedMap<Integer, Feature> buckets,
      List<Extreme> least,
      List<Extreme> most) {
    public static final Summary NONE =
        new Summary(
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            Collections.emptySortedMap(),
            List.of(),
            List.of());

    public Summary {
      ones = Frozen.copyOf(ones);
      zeros = Frozen.copyOf(zeros);
      buckets = Frozen.copyOf(buckets);
      least = List.copyOf(least);
      most = List.copyOf(most);
    }

    private void requireBitsBelow(int width) {
      for (SortedMap<Integer, Feature> bits : List.of(ones, zeros)) {
        if (!bits.isEmpty() && (bits.firstKey() < 0 || bits.lastKey() >= width)) {
          throw new IllegalArgumentException("a bit is outside of " + width + " bits");
        }
      }
      if (!buckets.isEmpty() && (buckets.firstKey() < 0 || buckets.lastKey() > width)) {
        throw new IllegalArgumentException("a size is outside of " + width + " bits");
      }
    }

    Summary join(Summary other, Join join) {
      return new Summary(
          Joins.union(ones, other.ones, (a, b) -> a.join(b, join)),
          Joins.union(zeros, other.zeros, (a, b) -> a.join(b, join)),
          Joins.union(buckets, other.buckets, (a, b) -> a.join(b, join)),
          Extreme.keep(least, other.least, Extreme.LEAST_FIRST),
          Extreme.keep(most, other.most, Extreme.MOST_FIRST));
    }
  }

  /** The smallest or largest value of one run. */
  public record Extreme(long value, String run) {
    static final Comparator<Extreme> LEAST_FIRST =
        ((Comparator<Extreme>) (a, b) -> Long.compareUnsigned(a.value, b.value))
            .thenComparing(Extreme::run);
    static final Comparator<Extreme> MOST_FIRST =
        ((Comparator<Extreme>) (a, b) -> Long.compareUnsigned(b.value, a.value))
            .thenComparing(Extreme::run);

    /** The first of each run in {@code order}, and of those the first {@value Runs#LEAST}. */
    static List<Extreme> keep(List<Extreme> left, List<Extreme> right, Comparator<Extreme> order) {
      TreeSet<Extreme> all = new TreeSet<>(order);
      all.addAll(left);
      all.addAll(right);
      TreeSet<String> seen = new TreeSet<>();
      return all.stream().filter(e -> seen.add(e.run)).limit(Runs.LEAST).toList();
    }
  }

  public Values {
    exact = Frozen.copyOf(exact, UNSIGNED);
    if (cap < LEAST_CAP) {
      throw new IllegalArgumentException("cap " + cap + " leaves no room for special values");
    }
    boolean summarised = !summary.buckets.isEmpty();
    if (exact.size() > cap) {
      throw new IllegalArgumentException(exact.size() + " values kept above the cap of " + cap);
    }
    for (long value : exact.keySet()) {
      if ((value & ~mask(width)) != 0 || (summarised && !special(value, width))) {
        throw new IllegalArgumentException(
            "value 0x%x does not belong among those kept at %d bits".formatted(value, width));
      }
    }
    summary.requireBitsBelow(width);
  }

  /** No value seen yet. */
  public static Values none(int width, int cap) {
    return new Values(width, cap, Collections.emptySortedMap(), Summary.NONE);
  }

  /** Exactly these values, summarised if they are too many. */
  public static Values of(int width, int cap, SortedMap<Long, Feature> features) {
    return features.size() > cap
        ? summarised(width, cap, features)
        : new Values(width, cap, features, Summary.NONE);
  }

  /** Whether there were more than {@link #cap()} distinct values. */
  public boolean over() {
    return !summary.buckets.isEmpty();
  }

  /** The union. */
  Values join(Values other, Join join) {
    if (width != other.width) {
      throw new IllegalArgumentException(
          "an argument has %d bits in one evidence and %d in the other: read the traces again with one version"
              .formatted(width, other.width));
    }
    if (other.isEmpty()) {
      return this;
    }
    if (isEmpty()) {
      return other;
    }
    TreeMap<Long, Feature> union = new TreeMap<>(UNSIGNED);
    union.putAll(exact);
    other.exact.forEach((value, feature) -> union.merge(value, feature, (a, b) -> a.join(b, join)));
    int narrower = Math.min(cap, other.cap);
    if (!over() && !other.over() && union.size() <= narrower) {
      return new Values(width, narrower, union, Summary.NONE);
    }
    Values left = over() ? this : summarised();
    Values right = other.over() ? other : other.summarised();
    union.keySet().removeIf(value -> !special(value, width));
    return new Values(width, narrower, union, left.summary.join(right.summary, join.once()));
  }

  public boolean isEmpty() {
    return exact.isEmpty() && !over();
  }

  /** The runs in which {@code bit} was set in some value. */
  public SortedMap<Integer, Feature> ones() {
    return over() ? summary.ones : summarised().summary.ones;
  }

  /** The runs in which {@code bit} was clear in some value. */
  public SortedMap<Integer, Feature> zeros() {
    return over() ? summary.zeros : summarised().summary.zeros;
  }

  /** The runs by size of value: the key is the number of significant bits. */
  public SortedMap<Integer, Feature> buckets() {
    return over() ? summary.buckets : summarised().summary.buckets;
  }

  private static long mask(int width) {
    return width == 64 ? -1L : (1L << width) - 1;
  }

  /** Whether a value of this width is -1 or AT_FDCWD, which stay exact beside a summary. */
  public static boolean special(long value, int width) {
    long mask = mask(width);
    return value == (MINUS_ONE & mask) || value == (AT_FDCWD & mask);
  }

  private Values summarised() {
    return summarised(width, cap, exact);
  }

  private static Values summarised(int width, int cap, SortedMap<Long, Feature> exact) {
    Join join = Join.larger();
    TreeMap<Integer, Feature> ones = new TreeMap<>();
    TreeMap<Integer, Feature> zeros = new TreeMap<>();
    TreeMap<Integer, Feature> buckets = new TreeMap<>();
    TreeSet<Extreme> extremes = new TreeSet<>(Extreme.LEAST_FIRST);
    TreeMap<Long, Feature> kept = new TreeMap<>(UNSIGNED);
    exact.forEach((value, feature) -> {
      Feature once = feature.once();
      for (int bit = 0; bit < width; bit++) {
        ((value >>> bit & 1) == 1 ? ones : zeros).merge(bit, once, (a, b) -> a.join(b, join));
      }
      if (special(value, width)) {
        kept.put(value, feature);
      } else {
        buckets.merge(64 - Long.numberOfLeadingZeros(value), once, (a, b) -> a.join(b, join));
        feature.runs().counts().keySet().forEach(run -> extremes.add(new Extreme(value, run)));
      }
    });
    List<Extreme> all = List.copyOf(extremes);
    return new Values(
        width,
        cap,
        kept,
        new Summary(
            ones,
            zeros,
            buckets,
            Extreme.keep(all, List.of(), Extreme.LEAST_FIRST),
            Extreme.keep(all, List.of(), Extreme.MOST_FIRST)));
  }
}

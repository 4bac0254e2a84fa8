package dev.winnow.minimizer.compiler;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A layer as ascending ranges of values with the same function, not necessarily adjacent: values
 * between two ranges do not occur.
 */
final class Ranges {
  private final int[] first;
  private final int[] last;
  private final int[] function;

  Ranges(int[] first, int[] last, int[] function) {
    this.first = first.clone();
    this.last = last.clone();
    this.function = function.clone();
  }

  int count() {
    return first.length;
  }

  /** The first value of a range, unsigned. */
  int first(int range) {
    return first[range];
  }

  /** The last one. */
  int last(int range) {
    return last[range];
  }

  /** What a range's values lead to; neighbours differ. */
  int function(int range) {
    return function[range];
  }

  /** Whether a range is one value, which JEQ can test. */
  boolean single(int range) {
    return first[range] == last[range];
  }

  /** The same values, leading to other functions. */
  Ranges leadingTo(int[] functions) {
    return new Ranges(first, last, functions);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ranges ranges
        && Arrays.equals(first, ranges.first)
        && Arrays.equals(last, ranges.last)
        && Arrays.equals(function, ranges.function);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(first) + Arrays.hashCode(last)) + Arrays.hashCode(function);
  }

  /** The ranges of one value, the heaviest first. */
  int[] singlesByWeight(double[] weights) {
    int[] sorted = new int[count()];
    int found = 0;
    for (int r = 0; r < count(); r++) {
      if (single(r)) {
        int place = found;
        while (place > 0 && weights[sorted[place - 1]] < weights[r]) {
          sorted[place] = sorted[place - 1];
          place--;
        }
        sorted[place] = r;
        found++;
      }
    }
    return Arrays.copyOf(sorted, found);
  }

  /** Ranges with a weight each. */
  static final class Weighted {
    private final Ranges ranges;
    private final double[] weights;

    private Weighted(Ranges ranges, double[] weights) {
      this.ranges = ranges;
      this.weights = weights;
    }

    Ranges ranges() {
      return ranges;
    }

    double[] weights() {
      return weights.clone();
    }
  }

  /** The ranges from one to before another. */
  Weighted slice(int from, int to, double[] weights) {
    Ranges slice =
        new Ranges(
            Arrays.copyOfRange(first, from, to),
            Arrays.copyOfRange(last, from, to),
            Arrays.copyOfRange(function, from, to));
    return new Weighted(slice, Arrays.copyOfRange(weights, from, to));
  }

  /** The ranges without one, whose values no longer occur; equal neighbours become one range. */
  Weighted without(int range, double[] weights) {
    Weighted rest = slice(0, count() - 1, weights);
    boolean merge = range > 0 && range + 1 < count() && function[range - 1] == function[range + 1];
    int kept = merge ? range + 2 : range + 1;
    int at = range;
    if (merge) {
      rest.ranges.last[range - 1] = last[range + 1];
      rest.weights[range - 1] += weights[range + 1];
    }
    for (int r = kept; r < count(); r++) {
      rest.ranges.first[at] = first[r];
      rest.ranges.last[at] = last[r];
      rest.ranges.function[at] = function[r];
      rest.weights[at] = weights[r];
      at++;
    }
    return rest.ranges.slice(0, at, rest.weights);
  }

  /** The range that a value belongs to; for a value that does not occur, one beside it. */
  int indexOf(int value) {
    int low = 0;
    int high = count() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Integer.compareUnsigned(first[middle], value) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * The ranges of a layer over the words whose bits in {@code zeros} are 0 and in {@code ones} 1;
   * null if there are more than {@code limit}.
   */
  static @Nullable Ranges of(LayerTable layers, int layer, int zeros, int ones, int limit) {
    Collector collector = new Collector(layers, zeros, ones, limit);
    return collector.collect(layer, 31, 0) ? collector.ranges() : null;
  }

  private static final class Collector {
    private final LayerTable layers;
    private final int zeros;
    private final int ones;
    private final int[] first;
    private final int[] last;
    private final int[] function;
    private int count;

    Collector(LayerTable layers, int zeros, int ones, int limit) {
      this.layers = layers;
      this.zeros = zeros;
      this.ones = ones;
      first = new int[limit];
      last = new int[limit];
      function = new int[limit];
    }

    /**
     * Adds the values that begin with {@code prefix} above {@code bit}; false if too many ranges.
     */
    boolean collect(int layer, int bit, int prefix) {
      if (layers.isLeaf(layer)) {
        int below = bit == 31 ? -1 : (1 << (bit + 1)) - 1;
        int low = prefix | (ones & below);
        return add(low, prefix | (~zeros & below), layers.function(layer));
      }
      int mask = 1 << bit;
      boolean tested = layers.bit(layer) == bit;
      int zero = tested ? layers.zero(layer) : layer;
      int one = tested ? layers.one(layer) : layer;
      if ((ones & mask) == 0 && !collect(zero, bit - 1, prefix)) {
        return false;
      }
      return (zeros & mask) != 0 || collect(one, bit - 1, prefix | mask);
    }

    private boolean add(int low, int high, int leaf) {
      if (count > 0 && function[count - 1] == leaf) {
        last[count - 1] = high;
        return true;
      }
      if (count == first.length) {
        return false;
      }
      first[count] = low;
      last[count] = high;
      function[count] = leaf;
      count++;
      return true;
    }

    Ranges ranges() {
      return new Ranges(
          Arrays.copyOf(first, count), Arrays.copyOf(last, count), Arrays.copyOf(function, count));
    }
  }
}

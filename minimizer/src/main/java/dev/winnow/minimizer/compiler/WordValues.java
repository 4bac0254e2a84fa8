package dev.winnow.minimizer.compiler;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/** The values that a word takes in some events, and how often each. */
final class WordValues {
  private final double emptyShare;
  private final double unforeseen;
  private final int[] value;
  private final double[] weight;

  private WordValues(double emptyShare, double unforeseen, int[] value, double[] weight) {
    this.emptyShare = emptyShare;
    this.unforeseen = unforeseen;
    this.value = value;
    this.weight = weight;
  }

  static WordValues of(int word, Events events) {
    Map<Integer, Double> weights = new TreeMap<>();
    for (Sample sample : events.samples()) {
      weights.merge(sample.word(word), sample.weight(), Double::sum);
    }
    return new WordValues(
        Events.emptyShare(word),
        events.unforeseen(),
        weights.keySet().stream().mapToInt(Integer::intValue).toArray(),
        weights.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Those that meet a condition, and half of those that are not known. */
  WordValues where(IntPredicate condition) {
    int[] some = new int[value.length];
    double[] weights = new double[value.length];
    int count = 0;
    for (int i = 0; i < value.length; i++) {
      if (condition.test(value[i])) {
        some[count] = value[i];
        weights[count] = weight[i];
        count++;
      }
    }
    return new WordValues(
        emptyShare, unforeseen / 2, Arrays.copyOf(some, count), Arrays.copyOf(weights, count));
  }

  /** The weight of all of them. */
  double total() {
    return Arrays.stream(weight).sum() + unforeseen;
  }

  /**
   * The sum of a number for each value, by weight; for those not known, of that for 0 and that for
   * {@code other}.
   */
  double weightedBy(IntUnaryOperator number, int other) {
    double sum = unforeseen * (number.applyAsInt(0) + number.applyAsInt(other)) / 2;
    for (int i = 0; i < value.length; i++) {
      sum += weight[i] * number.applyAsInt(value[i]);
    }
    return sum;
  }

  /** The weight of each range's values under a mask. */
  double[] over(Ranges ranges, int mask) {
    double[] weights = new double[ranges.count()];
    double zero = unforeseen * emptyShare;
    Arrays.fill(weights, (unforeseen - zero) / ranges.count());
    weights[ranges.indexOf(0)] += zero;
    for (int i = 0; i < value.length; i++) {
      weights[ranges.indexOf(value[i] & mask)] += weight[i];
    }
    return weights;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordValues values
        && emptyShare == values.emptyShare
        && unforeseen == values.unforeseen
        && Arrays.equals(value, values.value)
        && Arrays.equals(weight, values.weight);
  }

  @Override
  public int hashCode() {
    int hash = Double.hashCode(emptyShare) + 31 * Double.hashCode(unforeseen);
    return 31 * (31 * hash + Arrays.hashCode(value)) + Arrays.hashCode(weight);
  }
}

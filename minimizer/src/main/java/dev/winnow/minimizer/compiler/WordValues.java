package dev.winnow.minimizer.compiler;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/** The values that a word takes in some events, and how often each. */
final class Values {
  private final double emptyShare;
  private final double unforeseen;
  private final int[] value;
  private final double[] weight;

  private Values(double emptyShare, double unforeseen, int[] value, double[] weight) {
    this.emptyShare = emptyShare;
    this.unforeseen = unforeseen;
    this.value = value;
    this.weight = weight;
  }

  static Values of(int word, Events events) {
    Map<Integer, Double> weights = new LinkedHashMap<>();
    for (Sample sample : events.samples()) {
      weights.merge(sample.word(word), sample.weight(), Double::sum);
    }
    return new Values(
        Events.emptyShare(word),
        events.unforeseen(),
        weights.keySet().stream().mapToInt(Integer::intValue).toArray(),
        weights.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Those that meet a condition, and half of those that are not known. */
  Values where(IntPredicate condition) {
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
    return new Values(
        emptyShare, unforeseen / 2, Arrays.copyOf(some, count), Arrays.copyOf(weights, count));
  }

  /** The weight of all of them. */
  double total() {
    return Arrays.stream(weight).sum() + unforeseen;
  }

  /** The weight of each run's values under a mask. */
  double[] over(Runs runs, int mask) {
    double[] weights = new double[runs.count()];
    double zero = unforeseen * emptyShare;
    Arrays.fill(weights, (unforeseen - zero) / runs.count());
    weights[runs.indexOf(0)] += zero;
    for (int i = 0; i < value.length; i++) {
      weights[runs.indexOf(value[i] & mask)] += weight[i];
    }
    return weights;
  }
}

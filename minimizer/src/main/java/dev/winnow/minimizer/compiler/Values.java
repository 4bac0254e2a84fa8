package dev.winnow.minimizer.compiler;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** The values that a word takes in some events, and how often each. */
final class Values {
  private final int[] value;
  private final double[] weight;
  private final double total;

  private Values(int[] value, double[] weight) {
    this.value = value;
    this.weight = weight;
    total = Arrays.stream(weight).sum();
  }

  static Values of(int word, List<Sample> samples) {
    Map<Integer, Double> weights = new LinkedHashMap<>();
    for (Sample sample : samples) {
      weights.merge(sample.word(word), sample.weight(), Double::sum);
    }
    return new Values(
        weights.keySet().stream().mapToInt(Integer::intValue).toArray(),
        weights.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Those that meet a condition. */
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
    return new Values(Arrays.copyOf(some, count), Arrays.copyOf(weights, count));
  }

  /** The weight of all of them. */
  double total() {
    return total;
  }

  /** The weight of each run's values under a mask, and {@code floor} spread over all runs. */
  double[] over(Runs runs, int mask, double floor) {
    double[] weights = new double[runs.count()];
    Arrays.fill(weights, floor / runs.count());
    for (int i = 0; i < value.length; i++) {
      weights[runs.indexOf(value[i] & mask)] += weight[i];
    }
    return weights;
  }
}

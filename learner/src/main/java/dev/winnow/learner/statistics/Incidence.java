package dev.winnow.learner.statistics;

import java.util.BitSet;
import java.util.List;

/**
 * In how many runs each feature was seen: all that the richness and coverage estimators need. In
 * the notation of Chao and Colwell (SORT 41, 2017): T is {@link #runs}, D {@link #observed}, U
 * {@link #incidences} and Q_j {@link #inExactly}. Memory O(T).
 */
public final class Incidence {
  private final int[] frequencies;
  private final int observed;
  private final long incidences;

  private Incidence(int[] frequencies) {
    this.frequencies = frequencies;
    int features = 0;
    long sum = 0;
    for (int j = 1; j < frequencies.length; j++) {
      features += frequencies[j];
      sum += (long) j * frequencies[j];
    }
    if (features == 0) {
      throw new IllegalArgumentException("no feature in any run: nothing to estimate from");
    }
    this.observed = features;
    this.incidences = sum;
  }

  /**
   * The incidence of runs given as the sets of their features; O(total bits).
   *
   * @throws IllegalArgumentException if there are fewer than two runs, or no features
   */
  public static Incidence of(List<BitSet> runs) {
    int features = runs.stream().mapToInt(BitSet::length).max().orElse(0);
    int[] counts = new int[features];
    for (BitSet run : runs) {
      run.stream().forEach(feature -> counts[feature]++);
    }
    return ofCounts(runs.size(), counts);
  }

  /**
   * The incidence of features given the number of runs that have each; O(runs + features).
   *
   * @param runs T, at least 2
   * @param counts per feature the number of runs with it, 0 (not observed, ignored) to {@code runs}
   * @throws IllegalArgumentException if a number is out of its range, or no feature was observed
   */
  public static Incidence ofCounts(int runs, int[] counts) {
    if (runs < 2) {
      throw new IllegalArgumentException(runs + " runs: estimates need at least 2");
    }
    int[] frequencies = new int[runs + 1];
    for (int count : counts) {
      if (count < 0 || count > runs) {
        throw new IllegalArgumentException("a feature in " + count + " of " + runs + " runs");
      }
      frequencies[count]++;
    }
    return new Incidence(frequencies);
  }

  /** T, the number of runs. */
  public int runs() {
    return frequencies.length - 1;
  }

  /** D, the number of features seen in any run. */
  public int observed() {
    return observed;
  }

  /** U, the sum over features of the runs that have it. */
  public long incidences() {
    return incidences;
  }

  /**
   * Q_j, the number of features seen in exactly {@code j} runs.
   *
   * @param j 1 to {@link #runs}
   */
  public int inExactly(int j) {
    if (j < 1 || j > runs()) {
      throw new IllegalArgumentException("Q_" + j + " of " + runs() + " runs");
    }
    return frequencies[j];
  }
}

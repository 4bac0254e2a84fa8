package dev.winnow.learner.statistics;

/**
 * What fewer or more runs would show: the expected features and the sample coverage at any number
 * of runs, interpolated below T and extrapolated above it (Chao, Gotelli, Hsieh and others, Ecol.
 * Monogr. 84, 2014; Chao and Jost, Ecology 93, 2012; the algebra of iNEXT). Extrapolation is
 * trustworthy to about 2T runs. Features are assumed to occur independently of one another.
 *
 * <p>Sample coverage is the share of future incidences that fall on known features. It is not the
 * probability that a run is allowed: that is far smaller, see {@link RiskEstimate}.
 */
public record SamplingCurve(Incidence incidence) {
  /**
   * S(t), the number of features expected in {@code runs} runs; O(T) below T, else O(1).
   *
   * @param runs at least 1
   */
  public double features(int runs) {
    requirePositive(runs);
    int t = incidence.runs();
    if (runs < t) {
      return incidence.observed() - weightedMisses(runs, t, false);
    }
    double unseen = Richness.unseen(incidence);
    if (unseen == 0) {
      return incidence.observed();
    }
    double q1 = incidence.inExactly(1);
    return incidence.observed()
        + unseen * -Math.expm1((runs - t) * Math.log1p(-q1 / (t * unseen + q1)));
  }

  /**
   * The sample coverage of {@code runs} runs, 0 to 1; O(T) below T, else O(1).
   *
   * @param runs at least 1
   */
  public double coverage(int runs) {
    requirePositive(runs);
    int t = incidence.runs();
    if (runs < t) {
      return 1 - weightedMisses(runs, t - 1, true) / incidence.incidences();
    }
    return 1 - singletonShare() * Math.pow(decay(), runs - t + 1);
  }

  /** The sample coverage of the runs at hand; O(1). */
  public double coverage() {
    return coverage(incidence.runs());
  }

  /**
   * How many runs beyond T bring the sample coverage to {@code goal}, as a fraction of a run (round
   * up); 0 if it is already there. O(1).
   *
   * @param goal above 0 and below 1
   */
  public double extraRunsForCoverage(double goal) {
    Bounds.requireProbability("coverage", goal);
    return coverage() >= goal ? 0 : Math.log((1 - goal) / singletonShare()) / Math.log(decay()) - 1;
  }

  /**
   * The sum over features of the chance that {@code runs} runs drawn from {@code among} without
   * replacement all miss a feature that {@code j} of T have: C(T-j, runs) / C(among, runs), times j
   * if {@code byIncidence}.
   */
  private double weightedMisses(int runs, int among, boolean byIncidence) {
    int t = incidence.runs();
    double draws = Bounds.logBinomial(among, runs);
    double sum = 0;
    for (int j = 1; j <= t - runs; j++) {
      int features = incidence.inExactly(j);
      if (features > 0) {
        double misses = features * Math.exp(Bounds.logBinomial(t - j, runs) - draws);
        sum += byIncidence ? j * misses : misses;
      }
    }
    return sum;
  }

  /** Q1/U. */
  private double singletonShare() {
    return (double) incidence.inExactly(1) / incidence.incidences();
  }

  /** A, by which each further run multiplies the coverage deficit. */
  private double decay() {
    double unseen = incidence.runs() * Richness.unseen(incidence);
    return unseen == 0 ? 0 : unseen / (unseen + incidence.inExactly(1));
  }

  private static void requirePositive(int runs) {
    if (runs < 1) {
      throw new IllegalArgumentException(runs + " runs: at least 1 is needed");
    }
  }
}

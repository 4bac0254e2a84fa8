package dev.winnow.learner.statistics;

import org.apache.commons.math3.distribution.HypergeometricDistribution;

/**
 * Fisher's exact test: whether a feature is as likely in the runs of one sample as in those of
 * another. Given how many of all runs have it, the number on one side is hypergeometric if there is
 * no difference. Two-sided: the probability of all outcomes that are no more likely than the one
 * seen (as in R's fisher.test).
 *
 * @param p the p-value, 0 to 1
 * @param least the smallest p-value that any outcome with these totals has: above a level, no
 *     outcome could have reached it (Tarone, Biometrics 46, 1990)
 */
public record FisherTest(double p, double least) {
  /** Two outcomes are as likely as each other if they differ by rounding only; R's own figure. */
  private static final double ROUNDING = 1 + 1e-7;

  /**
   * The test; O(runs with the feature).
   *
   * @param with runs of the first sample that have the feature, 0 to {@code runs}
   * @param runs all runs of the first sample, at least 0
   * @param otherWith runs of the second sample that have it
   * @param otherRuns all runs of the second sample
   */
  public static FisherTest of(int with, int runs, int otherWith, int otherRuns) {
    if (with < 0 || with > runs || otherWith < 0 || otherWith > otherRuns) {
      throw new IllegalArgumentException(
          "%d of %d and %d of %d runs".formatted(with, runs, otherWith, otherRuns));
    }
    int all = runs + otherRuns;
    int having = with + otherWith;
    if (runs == 0 || otherRuns == 0 || having == 0 || having == all) {
      return new FisherTest(1, 1);
    }
    // Without a random generator: nothing is drawn from it.
    var distribution = new HypergeometricDistribution(null, all, having, runs);
    double seen = distribution.probability(with);
    int low = Math.max(0, having - otherRuns);
    int high = Math.min(having, runs);
    double rarest = Math.min(distribution.probability(low), distribution.probability(high));
    double p = 0;
    double least = 0;
    for (int k = low; k <= high; k++) {
      double chance = distribution.probability(k);
      p += chance <= seen * ROUNDING ? chance : 0;
      least += chance <= rarest * ROUNDING ? chance : 0;
    }
    return new FisherTest(Math.min(1, p), Math.min(1, least));
  }
}

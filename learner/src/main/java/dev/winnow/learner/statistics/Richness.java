package dev.winnow.learner.statistics;

/**
 * How many features the program has, seen or not, from the features seen in few runs. All assume
 * that features occur independently of one another; where they come in groups (one odd run brings
 * eleven) the estimates are far off, so they inform and never decide. None is a denial risk: that
 * counts runs, see {@link RiskEstimate}.
 */
public final class Richness {
  /** Features in more runs than this are "frequent" to ICE (Lee and Chao 1994). */
  private static final int ICE_CUT = 10;

  private Richness() {}

  /**
   * Chao2, a lower bound of the number of features (Chao, Biometrics 43, 1987; variance as in iNEXT
   * and SpadeR); O(1).
   */
  public static RichnessEstimate chao2(Incidence incidence) {
    double q1 = incidence.inExactly(1);
    double q2 = incidence.inExactly(2);
    double a = finiteSample(incidence);
    double unseen = unseen(incidence);
    double variance = 0;
    if (q2 > 0) {
      double r = q1 / q2;
      variance = q2 * (a * r * r / 2 + a * a * r * r * r + a * a * r * r * r * r / 4);
    } else if (q1 > 1) {
      double features = incidence.observed() + unseen;
      double odd = 2 * q1 - 1;
      variance = unseen + a * a * q1 * odd * odd / 4 - a * a * q1 * q1 * q1 * q1 / (4 * features);
    }
    return RichnessEstimate.of(incidence.observed(), unseen, variance);
  }

  /** The bias-corrected form of Chao2 (Chao 2005, as in SpadeR); O(1). */
  public static RichnessEstimate chao2BiasCorrected(Incidence incidence) {
    double q1 = incidence.inExactly(1);
    double q2 = incidence.inExactly(2);
    double a = finiteSample(incidence);
    double b = q2 + 1;
    double odd = 2 * q1 - 1;
    double unseen = a * q1 * (q1 - 1) / (2 * b);
    double variance =
        unseen
            + a * a * q1 * odd * odd / (4 * b * b)
            + a * a * q1 * q1 * q2 * (q1 - 1) * (q1 - 1) / (4 * b * b * b * b);
    return RichnessEstimate.of(incidence.observed(), unseen, variance);
  }

  /** The first-order jackknife (Burnham and Overton, Biometrika 65, 1978); O(1). */
  public static double jackknife1(Incidence incidence) {
    return incidence.observed() + finiteSample(incidence) * incidence.inExactly(1);
  }

  /** The second-order jackknife (Burnham and Overton, Biometrika 65, 1978); O(1). */
  public static double jackknife2(Incidence incidence) {
    double t = incidence.runs();
    return incidence.observed()
        + incidence.inExactly(1) * (2 * t - 3) / t
        - incidence.inExactly(2) * (t - 2) * (t - 2) / (t * (t - 1));
  }

  /** The bootstrap estimate of richness (Smith and van Belle, Biometrics 40, 1984); O(T). */
  public static double bootstrap(Incidence incidence) {
    int t = incidence.runs();
    double missed = 0;
    for (int j = 1; j <= t; j++) {
      missed += incidence.inExactly(j) * Math.pow(1 - (double) j / t, t);
    }
    return incidence.observed() + missed;
  }

  /**
   * The incidence coverage estimator (Lee and Chao, Biometrics 50, 1994; coverage of the infrequent
   * features as in SpadeR); O(1).
   */
  public static double ice(Incidence incidence) {
    double t = incidence.runs();
    int infrequent = 0;
    double sum = 0;
    double pairs = 0;
    for (int j = 1; j <= Math.min(ICE_CUT, incidence.runs()); j++) {
      double q = incidence.inExactly(j);
      infrequent += incidence.inExactly(j);
      sum += j * q;
      pairs += j * (j - 1) * q;
    }
    double q1 = incidence.inExactly(1);
    if (q1 == 0) {
      return incidence.observed();
    }
    double q2 = incidence.inExactly(2);
    double a = q2 > 0 ? 2 * q2 / ((t - 1) * q1 + 2 * q2) : 2 / ((t - 1) * (q1 - 1) + 2);
    double coverage = 1 - q1 / sum * (1 - a);
    // With a single incidence there are no pairs, hence no sign of heterogeneity.
    double variation =
        sum == 1
            ? 0
            : Math.max(infrequent / coverage * t / (t - 1) * pairs / (sum * (sum - 1)) - 1, 0);
    return incidence.observed() - infrequent + infrequent / coverage + q1 / coverage * variation;
  }

  /** Chao2's estimate of the features not yet seen. */
  static double unseen(Incidence incidence) {
    double q1 = incidence.inExactly(1);
    double q2 = incidence.inExactly(2);
    return finiteSample(incidence) * (q2 > 0 ? q1 * q1 / (2 * q2) : q1 * (q1 - 1) / 2);
  }

  /** (T-1)/T. */
  private static double finiteSample(Incidence incidence) {
    return (incidence.runs() - 1.0) / incidence.runs();
  }
}

package dev.winnow.learner.statistics;

/**
 * An estimate of how many features there are, with its uncertainty.
 *
 * @param features the estimated number, seen and unseen
 * @param variance of {@code features}
 * @param interval95 the 95 % log-normal interval; never below the number observed
 */
public record RichnessEstimate(double features, double variance, Interval interval95) {
  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Adds the log-normal interval (Chao, Biometrics 43, 1987): {@code D + t/K} to {@code D + tK}
   * with {@code t} the unseen features and {@code K = exp(z sqrt(ln(1 + variance/t^2)))}.
   */
  static RichnessEstimate of(int observed, double unseen, double variance) {
    if (unseen == 0) {
      return new RichnessEstimate(observed, variance, new Interval(observed, observed));
    }
    double k = Math.exp(Z * Math.sqrt(Math.log1p(variance / (unseen * unseen))));
    return new RichnessEstimate(
        observed + unseen, variance, new Interval(observed + unseen / k, observed + unseen * k));
  }

  /** The square root of the variance. */
  public double standardError() {
    return Math.sqrt(variance);
  }
}

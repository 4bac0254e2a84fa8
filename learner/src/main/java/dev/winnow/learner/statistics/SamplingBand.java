package dev.winnow.learner.statistics;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How far a {@link SamplingCurve} may be off: its value ± 1.96 standard errors over {@value
 * #REPLICATES} sets of runs drawn from an estimate of the features' true probabilities, those of
 * features not yet seen included (the parametric bootstrap of Chao and others, Ecol. Monogr. 84,
 * 2014, as in iNEXT). Resampling the runs themselves would hide what is not seen. Features are
 * assumed to occur independently; where they come in groups the band is too narrow.
 */
public final class SamplingBand {
  private static final int REPLICATES = 50;

  /** The 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.96;

  /** Fixed, so that the same runs give the same band. */
  private static final long SEED = 0x5eccL;

  private SamplingBand() {}

  /**
   * The standard errors of {@link SamplingCurve#features} at numbers of runs; O({@value
   * #REPLICATES} · (incidences + points · T)).
   *
   * @param incidence of the runs at hand
   * @param runs where, each at least 1
   * @return half the width of the 95 % band, at each
   */
  public static double[] halfWidths(Incidence incidence, int[] runs) {
    double[] probabilities = probabilities(incidence);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] sums = new double[runs.length];
    double[] squares = new double[runs.length];
    int drawn = 0;
    for (int replicate = 0; replicate < REPLICATES; replicate++) {
      int[] counts = draw(probabilities, incidence.runs(), random);
      if (counts.length == 0) {
        continue;
      }
      drawn++;
      SamplingCurve curve = new SamplingCurve(Incidence.ofCounts(incidence.runs(), counts));
      for (int i = 0; i < runs.length; i++) {
        double features = curve.features(runs[i]);
        sums[i] += features;
        squares[i] += features * features;
      }
    }
    double[] halves = new double[runs.length];
    for (int i = 0; i < runs.length && drawn > 1; i++) {
      double variance = (squares[i] - sums[i] * sums[i] / drawn) / (drawn - 1);
      halves[i] = Z * Math.sqrt(Math.max(0, variance));
    }
    return halves;
  }

  /**
   * The probability of every feature in one run. Those of the features seen are lowered, so that
   * what they lose is the share of incidences that falls on the unseen, who share it evenly.
   */
  static double[] probabilities(Incidence incidence) {
    int t = incidence.runs();
    double unseen = Richness.unseen(incidence);
    double q1 = incidence.inExactly(1);
    double deficit = q1 == 0 ? 0 : q1 / t * (t * unseen / (t * unseen + q1));
    double base = 0;
    for (int j = 1; j <= t; j++) {
      double p = (double) j / t;
      base += incidence.inExactly(j) * p * Math.pow(1 - p, t);
    }
    double weight = unseen == 0 || base == 0 ? 0 : deficit / base;
    List<Double> all = new ArrayList<>();
    for (int j = 1; j <= t; j++) {
      double p = (double) j / t;
      double lowered = Math.max(0, p * (1 - weight * Math.pow(1 - p, t)));
      for (int feature = 0; feature < incidence.inExactly(j); feature++) {
        all.add(lowered);
      }
    }
    int hidden = (int) Math.ceil(unseen);
    for (int feature = 0; feature < hidden; feature++) {
      all.add(deficit / hidden);
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** In how many of T runs each feature occurs; none if no feature does. */
  private static int[] draw(double[] probabilities, int runs, SplittableRandom random) {
    int[] counts = new int[probabilities.length];
    boolean any = false;
    for (int feature = 0; feature < counts.length; feature++) {
      double p = probabilities[feature];
      int rare = successes(Math.min(p, 1 - p), runs, random);
      counts[feature] = p <= 0.5 ? rare : runs - rare;
      any |= counts[feature] > 0;
    }
    return any ? counts : new int[0];
  }

  /** A binomial number, by the gaps between successes: quick where they are rare. */
  private static int successes(double p, int trials, SplittableRandom random) {
    int successes = 0;
    if (p > 0) {
      double scale = 1 / Math.log1p(-p);
      double at = Math.floor(Math.log(1 - random.nextDouble()) * scale);
      while (at < trials) {
        successes++;
        at += 1 + Math.floor(Math.log(1 - random.nextDouble()) * scale);
      }
    }
    return successes;
  }
}

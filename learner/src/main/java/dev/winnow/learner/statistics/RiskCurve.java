package dev.winnow.learner.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * The leave-one-run-out estimate K1/n against the number of runs n, over {@value #ORDERS} random
 * orders of the runs at hand, which are exchangeable. It says what fewer runs would have told, and
 * whether the last ones still brought the risk down; nothing about runs that are not like these. Of
 * the features alone, without what a policy allows unseen.
 *
 * @param points by number of runs, from 2 to all
 */
public record RiskCurve(List<Point> points) {
  /**
   * The estimate from some of the runs.
   *
   * @param runs n
   * @param mean of K1/n over the orders
   * @param least the 5 % quantile over the orders; no confidence interval
   * @param most the 95 % quantile
   */
  public record Point(int runs, double mean, double least, double most) {
    /**
     * The bound of {@link RiskEstimate#approximateUpper} for as many denied runs as the mean says,
     * which need be no whole number.
     */
    public double bound() {
      return mean >= 1
          ? 1
          : new BetaDistribution(mean * runs + 1, runs - mean * runs)
              .inverseCumulativeProbability(1 - RiskEstimate.DELTA);
    }
  }

  /** The standard error of a mean is then a tenth of the spread of one order. */
  private static final int ORDERS = 100;

  /** A chart shows no more points than these. */
  private static final int POINTS = 40;

  /** Fixed, so that the same runs give the same curve. */
  private static final long SEED = 0x5eccL;

  public RiskCurve {
    points = List.copyOf(points);
  }

  /**
   * The curve of runs given as the sets of their features; O({@value #ORDERS} · {@value #POINTS} ·
   * total bits).
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public static RiskCurve of(List<BitSet> runs) {
    int all = runs.size();
    if (all < 2) {
      throw new IllegalArgumentException(all + " runs: a curve needs at least 2");
    }
    List<Integer> at = runsAt(all);
    double[][] estimates = new double[at.size()][ORDERS];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int order = 0; order < ORDERS; order++) {
      List<BitSet> shuffled = shuffled(runs, random);
      for (int i = 0; i < at.size(); i++) {
        int n = at.get(i);
        estimates[i][order] = (double) LeaveOneRunOut.denied(shuffled.subList(0, n)) / n;
      }
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      points.add(point(at.get(i), estimates[i]));
    }
    return new RiskCurve(points);
  }

  private static Point point(int runs, double[] estimates) {
    Arrays.sort(estimates);
    double sum = 0;
    for (double estimate : estimates) {
      sum += estimate;
    }
    int tail = ORDERS / 20;
    return new Point(runs, sum / ORDERS, estimates[tail], estimates[ORDERS - 1 - tail]);
  }

  private static List<Integer> runsAt(int all) {
    int step = Math.ceilDiv(all, POINTS);
    List<Integer> at = new ArrayList<>();
    for (int n = 2; n < all; n += step) {
      at.add(n);
    }
    at.add(all);
    return at;
  }

  private static List<BitSet> shuffled(List<BitSet> runs, SplittableRandom random) {
    List<BitSet> shuffled = new ArrayList<>(runs);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.nextInt(i + 1));
    }
    return shuffled;
  }
}

package dev.winnow.learner.statistics;

import java.util.function.IntPredicate;
import org.apache.commons.math3.distribution.BetaDistribution;
import org.apache.commons.math3.special.Gamma;

/**
 * Upper bounds on a probability of failure. Every {@code delta} is the chance that the bound does
 * not hold, above 0 and below 1; every result is a probability. Arguments out of range throw {@link
 * IllegalArgumentException}.
 */
public final class Bounds {
  /** Runs beyond which {@link #trainingRunsNeeded} gives up: its cost grows with them. */
  private static final int MOST_RUNS = 1 << 24;

  private Bounds() {}

  /**
   * The two-sided Clopper–Pearson interval (Biometrika 26, 1934) of a binomial probability; its
   * coverage is at least 1 - delta for any number of trials fixed in advance.
   */
  public static Interval clopperPearson(int failures, int trials, double delta) {
    requireProbability("delta", delta);
    double upper = clopperPearsonUpper(failures, trials, delta / 2);
    double lower = failures == 0 ? 0 : betaQuantile(failures, trials - failures + 1, delta / 2);
    return new Interval(lower, upper);
  }

  /** The upper end alone of the Clopper–Pearson interval, with all of delta spent on it. */
  public static double clopperPearsonUpper(int failures, int trials, double delta) {
    requireProbability("delta", delta);
    if (failures < 0 || failures > trials || trials < 1) {
      throw new IllegalArgumentException(failures + " failures in " + trials + " trials");
    }
    if (failures == 0) {
      return zeroFailure(trials, delta);
    }
    return failures == trials ? 1 : betaQuantile(failures + 1, trials - failures, 1 - delta);
  }

  /**
   * The bound after {@code trials} independent trials without failure, 1 - delta^(1/trials): the
   * "rule of three" without its approximation. The number of trials must be fixed in advance;
   * stopping after a quiet streak breaks it.
   */
  public static double zeroFailure(int trials, double delta) {
    requireProbability("delta", delta);
    if (trials < 1) {
      throw new IllegalArgumentException(trials + " trials: at least 1 is needed");
    }
    return -Math.expm1(Math.log(delta) / trials);
  }

  /**
   * The bound on the next run's denial for a policy that {@code k} of its {@code runs} training
   * runs reproduce, chosen by {@link PickToLearn}: the epsilon that solves
   *
   * <pre>(delta/N) sum over m=k..N-1 of C(m,k)/C(N,k) (1-epsilon)^-(N-m) = 1</pre>
   *
   * (Campi and Garatti, JMLR 24, 2023; Paccagnan, Campi and Garatti, NeurIPS 2023). Holds if runs
   * are independent draws of the workload, their number is fixed in advance and the template was
   * not chosen on them. O(N) per step of a bisection to the precision of a double.
   *
   * @param k 0 to {@code runs}; at {@code k == runs} nothing is certified and the bound is 1
   */
  public static double pickToLearn(int k, int runs, double delta) {
    requireCompression(k, runs, delta);
    if (k == runs) {
      return 1;
    }
    // In u = -ln(1-epsilon) the left side grows without overflow in its logarithm. Each of its
    // terms is positive, so that m=k alone, which is Littlestone–Warmuth's bound, is an upper end.
    double low = 0;
    double high = littlestoneWarmuthExponent(k, runs, delta);
    while (true) {
      double middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        return -Math.expm1(-high);
      }
      if (certifies(k, runs, delta, middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
  }

  /**
   * The weaker bound of Littlestone and Warmuth (1986) for any scheme that rebuilds the policy from
   * {@code k} of the runs: 1 - (delta / (N C(N,k)))^(1/(N-k)); O(1).
   *
   * @param k 0 to {@code runs}; at {@code k == runs} the bound is 1
   */
  public static double littlestoneWarmuth(int k, int runs, double delta) {
    requireCompression(k, runs, delta);
    return k == runs ? 1 : -Math.expm1(-littlestoneWarmuthExponent(k, runs, delta));
  }

  /**
   * McAllester and Schapire's bound (COLT 2000) on the probability that the next event is new: f1/n
   * + (2 sqrt 2 + sqrt 3) sqrt(ln(3/delta)/n), at most 1. For independent events only, which those
   * of one run are not; for reference beside the bounds on runs.
   *
   * @param singletons f1, the kinds of event seen exactly once
   * @param events n
   */
  public static double mcAllesterSchapire(long singletons, long events, double delta) {
    requireProbability("delta", delta);
    if (singletons < 0 || singletons > events || events < 1) {
      throw new IllegalArgumentException(singletons + " singletons in " + events + " events");
    }
    double width = (2 * Math.sqrt(2) + Math.sqrt(3)) * Math.sqrt(Math.log(3 / delta) / events);
    return Math.min(1, (double) singletons / events + width);
  }

  /**
   * The fewest training runs for which {@link #pickToLearn} at this k is at most {@code risk}; O(N
   * log N) in the result N.
   *
   * @throws IllegalArgumentException also if that takes more than 2^24 runs
   */
  public static int trainingRunsNeeded(int k, double risk, double delta) {
    requireProbability("risk", risk);
    requireCompression(k, MOST_RUNS, delta);
    double u = -Math.log1p(-risk);
    return fewest(k + 1, runs -> certifies(k, runs, delta, u));
  }

  /**
   * The fewest runs, fixed in advance and all without denial, for which {@link #zeroFailure} is at
   * most {@code risk}; O(log N) in the result N.
   *
   * @throws IllegalArgumentException also if that takes more than 2^24 runs
   */
  public static int canaryRunsNeeded(double risk, double delta) {
    requireProbability("risk", risk);
    requireProbability("delta", delta);
    return fewest(1, runs -> zeroFailure(runs, delta) <= risk);
  }

  static double logBinomial(int n, int k) {
    return Gamma.logGamma(n + 1.0) - Gamma.logGamma(k + 1.0) - Gamma.logGamma(n - k + 1.0);
  }

  static void requireProbability(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw new IllegalArgumentException(name + " is " + value + ", not above 0 and below 1");
    }
  }

  /** Whether Pick-to-Learn's left side reaches 1 at epsilon = 1 - e^-u. */
  private static boolean certifies(int k, int runs, double delta, double u) {
    // C(m,k) (1-epsilon)^-(N-m) over the same at m=k, multiplied up from m to m+1 in logarithms.
    double scale = littlestoneWarmuthExponent(k, runs, delta) * (runs - k);
    double logTerm = (runs - k) * u - scale;
    double sum = 0;
    for (int m = k; m < runs && sum < 1; m++) {
      sum += Math.exp(logTerm);
      logTerm += Math.log((m + 1.0) / (m + 1 - k)) - u;
    }
    return sum >= 1;
  }

  /** -ln(1-epsilon) of Littlestone–Warmuth's epsilon. */
  private static double littlestoneWarmuthExponent(int k, int runs, double delta) {
    return (Math.log(runs) + logBinomial(runs, k) - Math.log(delta)) / (runs - k);
  }

  /** The least n from {@code first} on that holds, given that all above it hold too. */
  private static int fewest(int first, IntPredicate holds) {
    int high = first;
    while (!holds.test(high)) {
      if (high > MOST_RUNS / 2) {
        throw new IllegalArgumentException("needs more than " + MOST_RUNS + " runs");
      }
      high *= 2;
    }
    int low = Math.max(first, high / 2);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (holds.test(middle)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return high;
  }

  private static double betaQuantile(double alpha, double beta, double probability) {
    return new BetaDistribution(alpha, beta).inverseCumulativeProbability(probability);
  }

  private static void requireCompression(int k, int runs, double delta) {
    requireProbability("delta", delta);
    if (runs < 1 || k < 0 || k > runs) {
      throw new IllegalArgumentException("k = " + k + " of " + runs + " runs");
    }
  }
}

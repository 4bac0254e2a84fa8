package dev.winnow.learner.statistics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The risk that one more run of the program contains a denial, and how sure that is. The runs must
 * be independent draws of the workload; repeats of one scenario would make the risk look smaller
 * and are not counted.
 *
 * @param runs N, at least 1
 * @param denied K1, the runs that the policy learned from the others denies, see {@link
 *     LeaveOneRunOut}; at most k, since only such a run itself can bring the feature it alone has
 * @param k the runs that teach the whole policy, see {@link PickToLearn}; N if the template was
 *     chosen on the runs
 * @param basis what is counted
 */
public record RiskEstimate(int runs, int denied, int k, Basis basis) {
  /**
   * What the numbers stand on.
   *
   * @param grouped whether runs are counted in groups, each of which is one scenario
   * @param repeats runs that are not counted, for they repeat the scenario of one that is
   * @param fixed whether the template was fixed before the runs were seen; only then anything is
   *     certified
   */
  public record Basis(boolean grouped, int repeats, boolean fixed) {
    /** Runs one by one, under a fixed template. */
    public static final Basis RUNS = new Basis(false, 0, true);
  }

  /** The chance that a bound does not hold. */
  public static final double DELTA = 0.05;

  /** The risk that {@link #sentence} says how to certify. */
  private static final double GOAL = 0.05;

  /**
   * @throws IllegalArgumentException unless 0 &lt;= denied &lt;= k &lt;= runs and runs &gt;= 1
   */
  public RiskEstimate {
    if (denied < 0 || denied > k || k > runs || runs < 1) {
      throw new IllegalArgumentException(
          "want 0 <= K1 <= k <= N and N >= 1, not K1 = %d, k = %d, N = %d"
              .formatted(denied, k, runs));
    }
  }

  /** Of single runs under a fixed template. */
  public RiskEstimate(int runs, int denied, int k) {
    this(runs, denied, k, Basis.RUNS);
  }

  /**
   * The risk of runs given as the sets of their features, in the string order of the runs' ids;
   * O(total bits + k N).
   *
   * @throws IllegalArgumentException if there are no runs
   */
  public static RiskEstimate of(List<BitSet> runs) {
    return new RiskEstimate(
        runs.size(), LeaveOneRunOut.denied(runs), PickToLearn.picks(runs).size());
  }

  /** K1/N, the estimate of the next run's denial; says nothing if there is one run. */
  public double estimate() {
    return (double) denied / runs;
  }

  /**
   * The 95 % upper Clopper–Pearson bound as if the N leave-one-out trials were independent. They
   * are not quite: on simulated workloads it held in 87 to 95 % of trainings, hence approximate.
   */
  public double approximateUpper() {
    return Bounds.clopperPearsonUpper(denied, runs, DELTA);
  }

  /** The bound of {@link Bounds#pickToLearn} at {@link #DELTA}; 1 if nothing is certified. */
  public double certified() {
    return !basis.fixed() ? 1 : Bounds.pickToLearn(k, runs, DELTA);
  }

  /**
   * The risk in words, for people: the estimate, what is certified, and what would certify 5 %
   * unless that is reached. Bounds are rounded up, the estimate to the nearest.
   */
  public String sentence() {
    if (runs == 1) {
      return "Next-run denial: no estimate from one " + oneUnit();
    }
    String words =
        String.format(
            Locale.ROOT,
            "Next-run denial: estimate %.1f %% (%d of %d %ss; approx. 95 %% ≤ %s %%). %s",
            100 * estimate(),
            denied,
            runs,
            basis.grouped() ? "group" : "run",
            percentUp(approximateUpper()),
            certifiedWords());
    if (basis.repeats() > 0) {
      words += " Not counted: " + repeated() + ".";
    }
    return basis.fixed() && certified() <= GOAL ? words : words + " " + goalWords();
  }

  private String oneUnit() {
    if (basis.grouped()) {
      return "group. Record other scenarios, each in a group of its own.";
    }
    return basis.repeats() == 0
        ? "run. Record more runs with -n RUNS."
        : "scenario: " + repeated() + ". Record runs that differ as production does.";
  }

  private String repeated() {
    return basis.repeats() + (basis.repeats() == 1 ? " repeat" : " repeats") + " of the same";
  }

  private String certifiedWords() {
    if (!basis.fixed()) {
      return "Certified: nothing, for the template was chosen on these runs (N=" + runs + ").";
    }
    String percent = percentUp(certified());
    String bound =
        percent.equals("100.0")
            ? "Certified: nothing, the bound is 100 %"
            : "Certified ≤ " + percent + " %";
    return bound + " (k=" + k + ", N=" + runs + ").";
  }

  private String goalWords() {
    return String.format(
        Locale.ROOT,
        "To certify ≤ %.0f %%: %d clean canary runs, or %d training runs at k=1%s.",
        100 * GOAL,
        Bounds.canaryRunsNeeded(GOAL, DELTA),
        Bounds.trainingRunsNeeded(1, GOAL, DELTA),
        basis.fixed() ? "" : " under a fixed template");
  }

  /** In percent with one decimal, away from zero so that a bound stays one. */
  private static String percentUp(double probability) {
    return BigDecimal.valueOf(probability)
        .movePointRight(2)
        .setScale(1, RoundingMode.CEILING)
        .toPlainString();
  }
}

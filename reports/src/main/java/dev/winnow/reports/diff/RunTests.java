package dev.winnow.reports.diff;

import dev.winnow.learner.statistics.FalseDiscovery;
import dev.winnow.learner.statistics.FisherTest;
import dev.winnow.reports.diff.RunCounts.Significance;
import dev.winnow.traces.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether chance explains in how many runs behaviours were seen. Each gets Fisher's exact test on
 * the runs that have it. Those whose totals could not have reached the level at all are not tested
 * (Tarone), and of the others the share of false changes is held below the level (Benjamini and
 * Hochberg): a release changes many behaviours at once, they go up and down together, and what a
 * reviewer wants bounded is how many of the lines are chance, not the chance of a single wrong
 * line, which would hide most changes at the few runs that recordings have.
 */
final class RunTests {
  private final RunUnits before;
  private final RunUnits after;
  private final List<Seen> seen = new ArrayList<>();

  /**
   * In how many runs of each side one behaviour was seen.
   *
   * @param known false if those were too many to be told apart
   */
  private record Seen(int before, int after, boolean known, FisherTest test) {
    boolean tested() {
      return known && test.least() <= RunCounts.LEVEL;
    }
  }

  RunTests(RunUnits before, RunUnits after) {
    this.before = before;
    this.after = after;
  }

  /** Adds a behaviour. */
  void add(Runs with, Runs withAfter) {
    OptionalInt a = before.with(with);
    OptionalInt b = after.with(withAfter);
    int old = a.orElse(before.size());
    int now = b.orElse(after.size());
    FisherTest test = FisherTest.of(old, before.size(), now, after.size());
    seen.add(new Seen(old, now, a.isPresent() && b.isPresent(), test));
  }

  /** What the runs say of each, in the order in which they were added. */
  List<RunCounts> results() {
    double[] adjusted =
        FalseDiscovery.adjust(
            seen.stream().filter(Seen::tested).mapToDouble(one -> one.test().p()).toArray());
    int n = before.size();
    int m = after.size();
    boolean enough = FisherTest.of(0, n, m, m).p() <= RunCounts.LEVEL;
    List<RunCounts> results = new ArrayList<>();
    int next = 0;
    for (Seen one : seen) {
      double q = one.tested() ? adjusted[next++] : 1;
      Significance significance =
          !enough || !one.known()
              ? Significance.TOO_FEW_RUNS
              : q <= RunCounts.LEVEL ? Significance.CHANGE : Significance.NOISE;
      results.add(new RunCounts(one.before(), n, one.after(), m, one.test().p(), q, significance));
    }
    return results;
  }
}

package dev.winnow.reports.diff;

import dev.winnow.learner.statistics.FalseDiscovery;
import dev.winnow.learner.statistics.FisherTest;
import dev.winnow.reports.diff.RunCounts.Significance;
import dev.winnow.traces.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
   * @param before empty if those were too many to be told apart, as is {@code after}
   * @param test null if one of them is empty
   */
  private record Seen(OptionalInt before, OptionalInt after, @Nullable FisherTest test) {
    boolean tested() {
      return test != null && test.least() <= RunCounts.LEVEL;
    }

    double p() {
      return test == null ? 1 : test.p();
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
    FisherTest test =
        a.isPresent() && b.isPresent()
            ? FisherTest.of(a.getAsInt(), before.size(), b.getAsInt(), after.size())
            : null;
    seen.add(new Seen(a, b, test));
  }

  /** What the runs say of each, in the order in which they were added. */
  List<RunCounts> results() {
    double[] adjusted =
        FalseDiscovery.adjust(seen.stream().filter(Seen::tested).mapToDouble(Seen::p).toArray());
    int n = before.size();
    int m = after.size();
    boolean enough = FisherTest.of(0, n, m, m).p() <= RunCounts.LEVEL;
    List<RunCounts> results = new ArrayList<>();
    int next = 0;
    for (Seen one : seen) {
      double q = one.tested() ? adjusted[next++] : 1;
      results.add(
          new RunCounts(one.before(), n, one.after(), m, one.p(), q, significance(one, enough, q)));
    }
    return results;
  }

  private static Significance significance(Seen one, boolean enough, double q) {
    if (one.test() == null) {
      return Significance.UNKNOWN;
    }
    if (!enough) {
      return Significance.TOO_FEW_RUNS;
    }
    return q <= RunCounts.LEVEL ? Significance.CHANGE : Significance.NOISE;
  }
}

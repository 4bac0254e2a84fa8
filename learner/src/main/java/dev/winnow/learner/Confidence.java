package dev.winnow.learner;

import dev.winnow.learner.statistics.PickToLearn;
import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the runs say about the next one. */
final class Confidence {
  private Confidence() {}

  /**
   * Under a template that was fixed before any run was seen, of the policy that is written: a run
   * that needs what the others lack is denied unless just that is added unseen. What is certified
   * is so without: whatever is added, a policy that allows more denies no more runs, and the runs
   * that teach it are the same.
   */
  static RiskEstimate fixed(
      Evidence evidence, Units units, Template template, LearnOptions options) {
    List<Runs> features = Learner.features(evidence, template);
    LeftOut leftOut = new LeftOut(evidence, units, options);
    int denied = 0;
    BitSet own = units.alone(features);
    for (int unit = own.nextSetBit(0); unit >= 0; unit = own.nextSetBit(unit + 1)) {
      denied += leftOut.denied(unit, evidence.without(units.runs(unit)), template) ? 1 : 0;
    }
    int picks = PickToLearn.picks(units.features(features)).size();
    int k = (int) Math.min(units.size(), picks + crossing(evidence, template));
    return new RiskEstimate(units.size(), denied, k, basis(units, true));
  }

  /** Runs beside the picked ones that make summaries of them as coarse as those of all runs. */
  private static long crossing(Evidence evidence, Template template) {
    long crossing = 0;
    for (var entry : evidence.syscalls().entrySet()) {
      Syscall syscall = SyscallTable.of(entry.getKey().arch()).byNumber(entry.getKey().number());
      if (syscall != null) {
        crossing += SyscallConstraint.of(syscall, entry.getValue(), template).crossing();
      }
    }
    return crossing;
  }

  /**
   * Under a template chosen on the runs: nested, with another choice for each run that is left out.
   * A run without anything of its own at any level is denied by no choice, and is not tried.
   */
  static RiskEstimate chosen(
      Evidence evidence, Units units, RiskBudget budget, LearnOptions options) {
    LeftOut leftOut = new LeftOut(evidence, units, options);
    int denied = 0;
    BitSet own = own(evidence, units);
    for (int unit = own.nextSetBit(0); unit >= 0; unit = own.nextSetBit(unit + 1)) {
      Evidence others = evidence.without(units.runs(unit));
      Template template =
          others.syscalls().isEmpty()
              ? Template.NAMES
              : Selection.of(others, Units.of(others), budget).template();
      boolean novel = units.alone(Learner.features(evidence, template)).get(unit);
      denied += novel && leftOut.denied(unit, others, template) ? 1 : 0;
    }
    return new RiskEstimate(units.size(), denied, units.size(), basis(units, false));
  }

  private static BitSet own(Evidence evidence, Units units) {
    BitSet own = new BitSet();
    for (Level level : Level.values()) {
      Map<Kind, Level> all = new EnumMap<>(Kind.class);
      for (Kind kind : Kind.values()) {
        all.put(kind, kind == Kind.POINTER ? Level.FREE : level);
      }
      own.or(units.alone(Learner.features(evidence, new Template(level.label(), all))));
    }
    return own;
  }

  private static RiskEstimate.Basis basis(Units units, boolean fixed) {
    return new RiskEstimate.Basis(units.grouped(), units.repeats(), fixed);
  }
}

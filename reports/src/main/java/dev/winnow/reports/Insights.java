package dev.winnow.reports;

import dev.winnow.learner.Explanation;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Stage;
import dev.winnow.learner.Stages;
import dev.winnow.learner.Tradeoffs;
import dev.winnow.learner.statistics.RiskCurve;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * What the learner knows beyond its policy: why every rule is as it is, and what else was possible.
 *
 * @param explanations of every syscall that was seen; empty if the policy was not learned
 * @param riskByRuns how the risk came down, without the calls that are added unseen
 * @param tradeoffs what other templates would remove and risk
 * @param phase what a program needs once it serves or waits for work, if that is less
 */
public record Insights(
    List<Explanation> explanations,
    Optional<RiskCurve> riskByRuns,
    Optional<Tradeoffs> tradeoffs,
    Optional<PhaseCoverage> phase) {
  /** Nothing is known. */
  static final Insights NONE =
      new Insights(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

  public Insights {
    explanations = List.copyOf(explanations);
  }

  /** Of runs, for a policy that was learned from them with these options. */
  public static Insights of(Evidence evidence, LearnOptions options) {
    Evidence whole = evidence.withoutRoles();
    if (whole.syscalls().isEmpty()) {
      return NONE;
    }
    Evidence plain = whole.withoutMarkers();
    return new Insights(
        Learner.why(plain, options),
        Learner.riskByRuns(plain, options),
        Optional.of(Tradeoffs.of(plain)),
        phase(evidence, options));
  }

  /** Of runs, for a policy that was not learned from them: only what does not depend on it. */
  public static Insights beside(Evidence evidence, LearnOptions options) {
    Evidence whole = evidence.withoutRoles();
    if (whole.syscalls().isEmpty()) {
      return NONE;
    }
    Optional<Tradeoffs> tradeoffs = Optional.of(Tradeoffs.of(whole.withoutMarkers()));
    return new Insights(List.of(), Optional.empty(), tradeoffs, phase(evidence, options));
  }

  private static Optional<PhaseCoverage> phase(Evidence evidence, LearnOptions options) {
    List<Stage> stages = Stages.of(evidence, options).auto();
    return stages.isEmpty() ? Optional.empty() : PhaseCoverage.of(evidence, stages.getLast());
  }

  Optional<Explanation> of(SyscallCoverage row) {
    return explanations.stream()
        .filter(e -> e.arch() == row.arch() && e.syscall().equals(row.name()))
        .findFirst();
  }
}

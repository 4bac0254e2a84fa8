package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a report says, as data. {@link Summary}, {@link ReportText}, {@link ReportJson}
 * and {@link HtmlReport} are its forms.
 *
 * @param title the program's name or the evidence's
 * @param runs the recordings, by id
 * @param policy the policy that the evidence is held against
 * @param coverage what it covers
 * @param completeness what of the recordings was not understood
 * @param saturation whether more runs would show more
 * @param risk the next run's; empty if the policy was not learned from these runs
 * @param program what the emitted program costs; empty if there is none
 */
public record Report(
    String title,
    List<Run> runs,
    Policy policy,
    Coverage coverage,
    Completeness completeness,
    Saturation saturation,
    Optional<RiskEstimate> risk,
    Optional<ProgramFacts> program) {
  public Report {
    runs = List.copyOf(runs);
  }

  /** The report on a policy and the evidence that it is held against. */
  public static Report of(
      String title,
      Evidence evidence,
      Policy policy,
      Optional<RiskEstimate> risk,
      Optional<ProgramFacts> program) {
    Evidence whole = Roles.together(evidence);
    return new Report(
        title,
        List.copyOf(whole.runs().values()),
        policy,
        Coverage.of(whole, policy),
        Completeness.of(whole),
        Saturation.of(whole),
        risk,
        program);
  }

  /** Events in all runs. */
  public long events() {
    return runs.stream().mapToLong(Run::events).sum();
  }
}

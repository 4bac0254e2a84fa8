package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.risk.Exposure;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a report says, as data. {@link Summary}, {@link ReportText}, {@link ReportJson},
 * {@link ReportMarkdown}, {@link ReportCsv}, {@link ReportCobertura} and {@link HtmlReport} are its
 * forms.
 *
 * @param title the program's name or the evidence's
 * @param policy the policy that the evidence is held against
 * @param coverage what it covers
 * @param subsystems what it opens of the kernel
 * @param completeness what of the recordings was not understood
 * @param novelty the recordings in order, and when they brought something new
 * @param saturation whether more runs would show more
 * @param heat how values are spread over runs
 * @param risk the next run's; empty if the policy was not learned from these runs
 * @param program what the emitted program costs; empty if there is none
 * @param exposure the risks that the policy opens; empty if it is too entangled to be decided
 * @param insights what the learner knows beyond
 * @param base another policy to compare with
 * @param history earlier releases
 */
public record Report(
    String title,
    Policy policy,
    Coverage coverage,
    List<SubsystemCoverage> subsystems,
    Completeness completeness,
    Novelty novelty,
    Saturation saturation,
    ValueHeat heat,
    Optional<RiskEstimate> risk,
    Optional<ProgramFacts> program,
    Optional<Exposure> exposure,
    Insights insights,
    Optional<Base> base,
    Optional<History> history) {
  public Report {
    subsystems = List.copyOf(subsystems);
  }

  /** The report on a policy and the evidence that it is held against. */
  public static Report of(
      String title,
      Evidence evidence,
      Policy policy,
      Optional<RiskEstimate> risk,
      Optional<ProgramFacts> program) {
    Evidence whole = evidence.withoutRoles();
    Coverage coverage = Coverage.of(whole, policy);
    Novelty novelty = Novelty.of(whole);
    return new Report(
        title,
        policy,
        coverage,
        SubsystemCoverage.of(coverage, policy),
        Completeness.of(whole),
        novelty,
        Saturation.of(whole),
        ValueHeat.of(whole, novelty.runs(), ""),
        risk,
        program,
        exposure(policy),
        Insights.NONE,
        Optional.empty(),
        Optional.empty());
  }

  static Optional<Exposure> exposure(Policy policy) {
    try {
      return Optional.of(Exposure.of(policy));
    } catch (DiagramLimitException undecided) {
      return Optional.empty();
    }
  }

  /** The same report with what the learner knows. */
  public Report explained(Insights known) {
    return with(heat, known, base, history);
  }

  /** The same report beside another policy. */
  public Report against(Base other) {
    return with(heat, insights, Optional.of(other), history);
  }

  /** The same report with the releases before. */
  public Report since(History releases) {
    return with(heat, insights, base, Optional.of(releases));
  }

  /**
   * The same report with the heat map of a syscall.
   *
   * @throws IllegalArgumentException if no run made it, or it has no arguments with names
   */
  public Report showing(String syscall, Evidence evidence) {
    ValueHeat of = ValueHeat.of(evidence.withoutRoles(), novelty.runs(), syscall);
    return with(of, insights, base, history);
  }

  private Report with(
      ValueHeat newHeat, Insights known, Optional<Base> other, Optional<History> releases) {
    return new Report(
        title,
        policy,
        coverage,
        subsystems,
        completeness,
        novelty,
        saturation,
        newHeat,
        risk,
        program,
        exposure,
        known,
        other,
        releases);
  }

  /** The recordings, in order. */
  public List<Run> runs() {
    return novelty.runs();
  }

  /** Events in all runs. */
  public long events() {
    return runs().stream().mapToLong(Run::events).sum();
  }

  /** The charts, in the order of the page. */
  public List<Chart> charts() {
    return Charts.of(this).all();
  }
}

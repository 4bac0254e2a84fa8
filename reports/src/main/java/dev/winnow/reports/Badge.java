package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import java.util.Optional;

/** A report in one line of Markdown, for a README. */
public final class Badge {
  private Badge() {}

  /** The line, with a newline. */
  public static String of(Report report) {
    Coverage.Totals totals = report.coverage().totals();
    int kernel = report.subsystems().stream().mapToInt(SubsystemCoverage::kernel).sum();
    int allowed = report.subsystems().stream().mapToInt(SubsystemCoverage::allowed).sum();
    return "seccomp: %s of %s syscalls, arguments of %s constrained; %s of %s events in %s allowed; %s%s\n"
        .formatted(
            Figures.count(allowed),
            Figures.count(kernel),
            Figures.count(totals.constrained()),
            Figures.percent(totals.allowed(), totals.events()),
            Figures.count(totals.events()),
            Figures.count(report.runs().size(), "run"),
            risk(report.risk()),
            report.completeness().complete() ? "" : "; recording incomplete");
  }

  private static String risk(Optional<RiskEstimate> risk) {
    return risk.filter(r -> r.runs() > 1)
        .map(r ->
            "next-run risk %s (approx. 95 %% ≤ %s)"
                .formatted(
                    Figures.percent(r.estimate()), Figures.percentAtMost(r.approximateUpper())))
        .orElse("next-run risk unknown");
  }
}

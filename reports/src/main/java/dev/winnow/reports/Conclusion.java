package dev.winnow.reports;

import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.RiskLevel;
import java.util.List;

/**
 * What a report comes to, in words; all forms of it say the same.
 *
 * @param state how good it is
 * @param headline the verdict, without a full stop
 * @param allows what the policy allows
 * @param denied the syscalls of which it denies events; "" if none
 * @param next what to do next
 */
public record Conclusion(State state, String headline, String allows, String denied, String next) {
  /** How good it is. */
  public enum State {
    /** Everything recorded is allowed, and everything was understood. */
    GOOD,
    /** Something is denied. */
    BAD,
    /** It cannot be said. */
    UNSURE
  }

  static Conclusion of(Report report) {
    Coverage.Totals totals = report.coverage().totals();
    EventCount denied = totals.allowed().outOf(totals.events());
    String of = Figures.count(denied) + " of " + Figures.count(totals.events(), "recorded event");
    State state = State.UNSURE;
    String headline = "The policy may deny " + of;
    if (totals.complete() && !report.completeness().complete()) {
      headline = "The policy allows every recorded event, but the recording is incomplete";
    } else if (totals.complete()) {
      state = State.GOOD;
      headline = "The policy allows every recorded event";
    } else if (denied.least() > 0) {
      state = State.BAD;
      headline = "The policy denies " + of;
    }
    return new Conclusion(state, headline, allows(report), denied(report), next(report));
  }

  private static String allows(Report report) {
    int kernel = report.subsystems().stream().mapToInt(SubsystemCoverage::kernel).sum();
    int allowed = report.subsystems().stream().mapToInt(SubsystemCoverage::allowed).sum();
    String words =
        "%s of the kernel's %s syscalls, %s of them never seen"
            .formatted(
                Figures.count(allowed),
                Figures.count(kernel),
                Figures.count(report.coverage().excess().size()));
    return report.exposure().map(e -> words + "; " + risks(e.open())).orElse(words) + ".";
  }

  private static String risks(List<OpenRisk> open) {
    List<String> high =
        open.stream()
            .filter(risk -> risk.risk().level() == RiskLevel.HIGH)
            .map(risk -> risk.risk().title())
            .distinct()
            .toList();
    return high.isEmpty() ? "no high risk is open" : "open risks: " + Completeness.some(high);
  }

  private static String denied(Report report) {
    return Completeness.some(
        report.coverage().syscalls().stream()
            .filter(row -> row.verdict() == Verdict.DENIED)
            .map(row ->
                "%s (%s of %s)"
                    .formatted(
                        row.name(),
                        Figures.count(row.allowed().outOf(row.filtered())),
                        Figures.count(row.filtered())))
            .toList());
  }

  private static String next(Report report) {
    if (!report.coverage().totals().complete()) {
      return "Look at the denied syscalls in the table: learn the policy again from all of this evidence, or keep them out on purpose.";
    }
    if (!report.completeness().complete()) {
      return "The recording is incomplete, and so may be the policy: see what is missing below, and record again.";
    }
    return report.runs().size() == 1
        ? "Record more runs, of different tasks: one run cannot say how much it missed."
        : "Record runs of tasks that are not among these; the risk speaks only of runs like them.";
  }
}

package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report in ten lines, for a terminal. Text from traces is escaped. */
public record Summary(List<Line> lines) {
  /** A label and what it says. */
  public record Line(String label, String text) {}

  /** Leaving a run out and learning again needs the learner that made the policy. */
  private static final String NOT_ESTIMATED =
      "not estimated: this policy is not the default template's of these runs";

  private static final String NO_PROGRAM = "no program was compiled";

  public Summary {
    lines = List.copyOf(lines);
  }

  /** The ten lines of a report. */
  public static Summary of(Report report) {
    Coverage.Totals totals = report.coverage().totals();
    Optional<ProgramFacts> program = report.program();
    return new Summary(
        List.of(
            new Line("recorded", recorded(report)),
            new Line("syscalls seen", Figures.count(totals.syscalls())),
            new Line("arguments constrained", constrained(totals)),
            new Line("coverage", coverage(totals)),
            new Line("next-run risk", risk(report.risk())),
            new Line("not understood", report.completeness().notUnderstood()),
            new Line(
                "instructions",
                program.map(p -> Figures.count(p.instructions())).orElse(NO_PROGRAM)),
            new Line("worst path", program.map(Summary::path).orElse(NO_PROGRAM)),
            new Line("kernel's bitmap", program.map(Summary::bitmap).orElse(NO_PROGRAM)),
            new Line("bitmask allows more", program.map(Summary::bitmask).orElse(NO_PROGRAM))));
  }

  /** With one more line behind the first, which says what the report cannot know; not if empty. */
  public Summary saying(String label, String text) {
    if (text.isEmpty()) {
      return this;
    }
    List<Line> all = new ArrayList<>(lines);
    all.add(1, new Line(label, text));
    return new Summary(all);
  }

  static String recorded(Report report) {
    return Figures.count(report.runs().size(), "run")
        + ", "
        + Figures.count(report.events(), "event");
  }

  private static String constrained(Coverage.Totals totals) {
    String syscalls = "in " + Figures.count(totals.constrained(), "syscall");
    return totals.denied() == 0
        ? syscalls
        : syscalls + "; the policy denies events of " + Figures.count(totals.denied(), "syscall");
  }

  static String coverage(Coverage.Totals totals) {
    if (totals.events() == 0) {
      return "no events";
    }
    String events = Figures.percent(totals.allowed(), totals.events()) + " of events";
    return totals.values() == 0
        ? events
        : "%s, %s of %s"
            .formatted(
                events,
                Figures.percent(Figures.share(totals.covered(), totals.values())),
                Figures.count(totals.values(), "constrained value"));
  }

  static String risk(Optional<RiskEstimate> risk) {
    if (risk.isEmpty()) {
      return NOT_ESTIMATED;
    }
    String sentence = risk.get().sentence();
    String label = "Next-run denial: ";
    return sentence.startsWith(label) ? sentence.substring(label.length()) : sentence;
  }

  private static String path(ProgramFacts program) {
    return Figures.count(program.longestPath(), "instruction")
        + "; "
        + Figures.decimal(program.expectedInstructions())
        + " expected per event";
  }

  private static String bitmap(ProgramFacts program) {
    return "decides %s of events (%s)"
        .formatted(
            Figures.percent(program.bitmapShare()), Figures.count(program.cached(), "syscall"));
  }

  private static String bitmask(ProgramFacts program) {
    List<String> widened = program.widened();
    return widened.isEmpty()
        ? "nothing: no rule looks at an argument"
        : "any arguments of "
            + Figures.count(widened.size(), "syscall")
            + ": "
            + Completeness.some(widened);
  }

  /** One line each, labels aligned, with a final newline. */
  public String text() {
    int width = lines.stream().mapToInt(line -> line.label().length()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    for (Line line : lines) {
      text.append(line.label()).append(" ".repeat(width + 2 - line.label().length()));
      text.append(line.text()).append('\n');
    }
    return text.toString();
  }
}

package dev.winnow.reports;

import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.RiskLevel;
import java.util.List;
import java.util.OptionalInt;

/**
 * A report as Markdown, for a pull request or a wiki. Text from traces stands in code spans or is
 * escaped, so that it cannot become markup or a mention.
 */
public final class ReportMarkdown {
  /** Characters of one text: the rules of a syscall may be many. */
  private static final int LONGEST = 1000;

  private final StringBuilder out = new StringBuilder();
  private final Report report;

  private ReportMarkdown(Report report) {
    this.report = report;
  }

  /** The report with a final newline. */
  public static String of(Report report) {
    return new ReportMarkdown(report).text();
  }

  private String text() {
    Conclusion conclusion = Conclusion.of(report);
    line("# " + escape(report.title()));
    line("");
    line("**%s.** %s".formatted(conclusion.headline(), escape(conclusion.next())));
    line("");
    line("| | |");
    line("|---|---|");
    line("| allows | %s |".formatted(escape(conclusion.allows())));
    for (Summary.Line line : Summary.of(report).lines()) {
      line("| %s | %s |".formatted(line.label(), escape(line.text())));
    }
    syscalls();
    excess();
    report.base().ifPresent(this::base);
    report.history().ifPresent(this::history);
    failures();
    return out.toString();
  }

  private void line(String line) {
    out.append(line.stripTrailing()).append('\n');
  }

  private void heading(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void syscalls() {
    heading("Syscalls");
    line("| syscall | verdict | risk | events | runs | new in run | instructions | rule |");
    line("|---|---|---|--:|--:|--:|--:|---|");
    boolean oneArch =
        report.coverage().syscalls().stream().map(SyscallCoverage::arch).distinct().count() <= 1;
    for (SyscallCoverage row : report.coverage().syscalls()) {
      OptionalInt last = report.novelty().of(row);
      line(
          "| %s | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  cell(oneArch ? row.name() : row.name() + "/" + row.arch().label()),
                  row.verdict().label(),
                  risk(row),
                  (row.sampled() ? "≥ " : "") + Figures.count(row.events()),
                  Figures.count(row.runs()),
                  last.isPresent() ? Figures.count(last.getAsInt()) : "–",
                  report
                      .program()
                      .flatMap(p -> p.costOf(row))
                      .map(ReportMarkdown::cost)
                      .orElse("–"),
                  row.rules().isEmpty() ? "no rule" : cell(String.join("; ", row.rules()))));
    }
  }

  private static String cost(ProgramFacts.Cost cost) {
    return cost.cached() ? "cached" : Figures.decimal(cost.instructions());
  }

  private String risk(SyscallCoverage row) {
    List<OpenRisk> risks =
        report.exposure().map(e -> e.of(row.arch(), row.number())).orElse(List.of());
    return risks.isEmpty() || risks.getFirst().risk().level() == RiskLevel.LOW
        ? "–"
        : risks.getFirst().risk().level().label() + ": " + escape(risks.getFirst().risk().title());
  }

  private void excess() {
    heading("Allowed and never seen");
    line("| part of the kernel | syscalls | allowed | used | never seen |");
    line("|---|--:|--:|--:|---|");
    for (SubsystemCoverage part : report.subsystems()) {
      if (part.allowed() > 0) {
        line(
            "| %s | %d | %d | %d | %s |"
                .formatted(
                    part.name(),
                    part.kernel(),
                    part.allowed(),
                    part.used(),
                    part.excess().isEmpty()
                        ? "–"
                        : String.join(
                            ", ", part.excess().stream().map(e -> cell(e.name())).toList())));
      }
    }
  }

  private void base(Base base) {
    heading("Beside " + code(base.name()));
    EventCount denied = base.coverage().totals().allowed().outOf(base.coverage().totals().events());
    line("- would have denied %s recorded events".formatted(Figures.count(denied)));
    line("- allows more of %s".formatted(Figures.count(base.allowsBeyond().size(), "syscall")));
    line("- allows less of %s".formatted(Figures.count(base.deniesBeyond().size(), "syscall")));
  }

  private void history(History history) {
    heading("Releases");
    line("| release | runs | syscalls | surface | open risks | next-run risk | new | gone |");
    line("|---|--:|--:|--:|---|--:|---|---|");
    for (History.Release release : history.releases()) {
      line(
          "| %s | %d | %d | %d | %s | %s | %s | %s |"
              .formatted(
                  cell(release.name()),
                  release.runs(),
                  release.syscalls(),
                  release.weight(),
                  HistoryCharts.risks(release),
                  HtmlHistory.risk(release.risk()),
                  names(release.added()),
                  names(release.removed())));
    }
  }

  private static String names(List<String> names) {
    return names.isEmpty() ? "–" : cell(String.join(", ", names));
  }

  private void failures() {
    if (!report.completeness().failures().isEmpty()) {
      heading("Lines not understood");
      report.completeness().failures().forEach(failure -> line("- " + code(failure)));
    }
  }

  private static String cell(String text) {
    return Markdown.cell(text, LONGEST);
  }

  private static String code(String text) {
    return Markdown.code(text, LONGEST);
  }

  /** Text outside of code: what Markdown or HTML would take for markup is escaped. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder();
    for (char c : TraceText.visible(text, LONGEST).toCharArray()) {
      switch (c) {
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '&' -> safe.append("&amp;");
        case '\\', '`', '*', '_', '[', ']', '|', '#', '~', '!' -> safe.append('\\').append(c);
        // No mention of anybody, and no link.
        case '@' -> safe.append("&#64;");
        default -> safe.append(c);
      }
    }
    return safe.toString().replace("://", ":&#47;&#47;");
  }
}

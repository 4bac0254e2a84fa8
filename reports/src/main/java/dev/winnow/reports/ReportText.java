package dev.winnow.reports;

import java.util.ArrayList;
import java.util.List;

/** A report for a terminal: the summary, a line per syscall, and what is in excess. */
public final class ReportText {
  private static final int NAME_WIDTH = 20;

  private final StringBuilder out = new StringBuilder();

  private ReportText() {}

  /** The report with a final newline; text from traces is escaped. */
  public static String of(Report report) {
    ReportText text = new ReportText();
    text.out.append(Summary.of(report).text());
    text.line("");
    text.syscalls(report.coverage().syscalls());
    text.excess(report.coverage().excess());
    text.failures(report.completeness());
    report.history().ifPresent(text::history);
    return text.out.toString();
  }

  private void line(String line) {
    out.append(line.stripTrailing()).append('\n');
  }

  private void syscalls(List<SyscallCoverage> rows) {
    boolean oneArch = rows.stream().map(SyscallCoverage::arch).distinct().count() <= 1;
    line(
        "%12s  %7s  %5s  %-17s  %-20s  %s"
            .formatted("events", "share", "runs", "verdict", "syscall", "rule"));
    for (SyscallCoverage row : rows) {
      String name = oneArch ? row.name() : row.name() + "/" + row.arch();
      line(
          "%12s  %7s  %5s  %-17s  %-20s  %s"
              .formatted(
                  (row.sampled() ? "≥ " : "") + Figures.count(row.events()),
                  Figures.percent(row.share()),
                  Figures.count(row.runs()),
                  row.verdict().label(),
                  name,
                  row.rules().isEmpty() ? "(no rule)" : String.join("; ", row.rules())));
      if (row.allowed().least() < row.filtered()) {
        shortfall(row);
      }
    }
  }

  private void shortfall(SyscallCoverage row) {
    String indent = " ".repeat(14);
    line(
        "%s%s of %s allowed"
            .formatted(
                indent,
                Figures.percent(row.allowed(), row.filtered()),
                Figures.count(row.filtered(), "event")));
    for (ArgumentCoverage argument : row.arguments()) {
      List<String> outside =
          argument.values().stream()
              .filter(ValueCoverage::outside)
              .map(value -> value.text() + " (" + Figures.count(value.events(), "event") + ")")
              .toList();
      if (!outside.isEmpty()) {
        line(indent + argument.name() + " outside: " + Completeness.some(outside));
      }
    }
  }

  private void excess(List<Excess> excess) {
    if (excess.isEmpty()) {
      return;
    }
    line("");
    line("allowed and never seen: " + Figures.count(excess.size(), "syscall"));
    StringBuilder names = new StringBuilder(" ");
    for (Excess syscall : excess) {
      if (names.length() + syscall.name().length() > 4 * NAME_WIDTH) {
        line(names.toString());
        names.setLength(1);
      }
      names.append(' ').append(syscall.name());
    }
    line(names.toString());
  }

  private void failures(Completeness completeness) {
    if (!completeness.failures().isEmpty()) {
      line("");
      line("lines not understood:");
      completeness.failures().forEach(failure -> line("  " + TraceText.visible(failure)));
    }
  }

  private void history(History history) {
    String columns = "%-20s  %5s  %8s  %7s  %-18s  %13s  %s";
    line("");
    line(
        columns.formatted(
            "release", "runs", "syscalls", "surface", "open risks", "next-run risk", "new, gone"));
    for (History.Release release : history.releases()) {
      List<String> changes = new ArrayList<>();
      release.added().forEach(name -> changes.add("+" + name));
      release.removed().forEach(name -> changes.add("-" + name));
      line(
          columns.formatted(
              TraceText.visible(release.name()),
              Figures.count(release.runs()),
              Figures.count(release.syscalls()),
              Figures.count(release.weight()),
              HistoryCharts.risks(release),
              HtmlHistory.risk(release.risk()),
              String.join(" ", changes)));
    }
  }
}

package dev.winnow.cli;

import dev.winnow.reports.HtmlReport;
import dev.winnow.reports.Report;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.MissingFontException;
import dev.winnow.reports.charts.Theme;
import java.nio.file.Path;

/** Writes a report's page and its pictures. */
final class ReportFiles {
  private ReportFiles() {}

  static void write(Report report, Path folder) {
    AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(report));
    try {
      for (Chart chart : report.charts()) {
        AtomicFile.write(folder.resolve(chart.name() + ".png"), chart.png(Theme.LIGHT));
      }
    } catch (MissingFontException e) {
      throw new CommandFailure(
          e.getMessage() + ". Everything but the charts was written to " + folder, e);
    }
  }
}

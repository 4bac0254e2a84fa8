package dev.winnow.cli;

import dev.winnow.reports.Chart;
import dev.winnow.reports.HtmlReport;
import dev.winnow.reports.MissingFontException;
import dev.winnow.reports.Report;
import java.nio.file.Path;

/** Writes a report's page and its pictures. */
final class ReportFiles {
  private ReportFiles() {}

  static void write(Report report, Path folder) {
    AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(report));
    try {
      for (Chart chart : Chart.all(report.coverage(), report.saturation())) {
        AtomicFile.write(folder.resolve(chart.name() + ".png"), chart.png());
      }
    } catch (MissingFontException e) {
      throw new CommandFailure(
          e.getMessage() + ". Everything but the charts was written to " + folder, e);
    }
  }
}

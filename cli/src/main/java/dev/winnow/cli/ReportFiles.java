package dev.winnow.cli;

import dev.winnow.reports.HtmlReport;
import dev.winnow.reports.Report;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.MissingFontException;
import dev.winnow.reports.charts.Theme;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a report's page and its pictures. */
final class ReportFiles {
  private ReportFiles() {}

  static void write(Report report, Path folder) {
    try {
      // Half of the time goes to pictures: those of the page are drawn beside those of the files.
      Beside<Map<String, byte[]>> drawn = Beside.start(() -> pictures(report));
      AtomicFile.write(folder.resolve("report.html"), HtmlReport.of(report));
      drawn.result().forEach((name, png) -> AtomicFile.write(folder.resolve(name), png));
    } catch (MissingFontException e) {
      throw new CommandFailure(
          "%s. No report was written; all other results are in %s"
              .formatted(e.getMessage(), Terminal.name(folder)),
          e);
    }
  }

  private static Map<String, byte[]> pictures(Report report) {
    Map<String, byte[]> pictures = new LinkedHashMap<>();
    for (Chart chart : report.charts()) {
      pictures.put(chart.name() + ".png", chart.png(Theme.LIGHT));
    }
    return pictures;
  }
}

package dev.winnow.cli;

import dev.winnow.reports.Badge;
import dev.winnow.reports.Report;
import dev.winnow.reports.ReportCobertura;
import dev.winnow.reports.ReportCsv;
import dev.winnow.reports.ReportJson;
import dev.winnow.reports.ReportMarkdown;
import dev.winnow.reports.diff.RuleLines;
import java.util.Locale;

/** The forms of a report that are one text; HTML is a folder. */
enum ReportFormat {
  HTML,
  MD,
  JSON,
  CSV,
  COBERTURA,
  BADGE;

  /**
   * The text.
   *
   * @param policyName what to call the policy's file
   * @param policyText its text
   */
  String of(Report report, String policyName, String policyText) {
    return switch (this) {
      case HTML -> throw new IllegalArgumentException("HTML is a folder of files");
      case MD -> ReportMarkdown.of(report);
      case JSON -> Json.text(ReportJson.of(report)) + "\n";
      case CSV -> ReportCsv.of(report);
      case COBERTURA -> ReportCobertura.of(report, policyName, RuleLines.all(policyText));
      case BADGE -> Badge.of(report);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

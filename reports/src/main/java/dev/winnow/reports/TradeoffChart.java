package dev.winnow.reports;

import dev.winnow.learner.Tradeoffs;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.Comparator;
import java.util.List;

/** What constraints on arguments remove against what they risk. */
final class TradeoffChart {
  private static final String NAME = "tradeoffs";
  private static final String TITLE = "Arguments removed against risk";
  private static final String CAPTION =
      "Each point is a way to constrain arguments; the syscalls are the same in all. Up is a smaller surface, in bits of arguments removed, weighted by what attackers could do with them; right is more risk that the next run breaks a constraint, as predicted. What lies below the line costs more than it gives. learn --risk chooses on the line.";

  private TradeoffChart() {}

  static Chart of(Report report) {
    if (report.insights().tradeoffs().isEmpty()) {
      return Charts.refused(NAME, TITLE, "Nothing is known of other ways to constrain arguments.");
    }
    if (Charts.scenarios(report) < Charts.FEW_RUNS) {
      return Charts.refused(NAME, TITLE, Charts.tooFew(report, Charts.scenarios(report)));
    }
    List<Tradeoffs.Point> points =
        report.insights().tradeoffs().get().points().stream()
            .sorted(Comparator.comparingDouble(Tradeoffs.Point::risk))
            .toList();
    List<Drawing.Dot> dots =
        points.stream()
            // A logarithm has no zero: names, which constrains nothing, is in the numbers only.
            .filter(p -> p.risk() > 0)
            .map(p ->
                new Drawing.Dot(
                    p.name(), p.budget() ? Tone.CONSTRAINED : Tone.DENIED, p.risk(), p.removed()))
            .toList();
    if (dots.isEmpty()) {
      return Charts.refused(NAME, TITLE, "No constraint on arguments would remove anything.");
    }
    Drawing drawing =
        new Drawing.Dots(
            "predicted risk of a denial by arguments in the next run",
            "weighted bits removed",
            dots,
            Tone.CONSTRAINED,
            List.of(
                new Drawing.Key("best within a budget of risk", Tone.CONSTRAINED),
                new Drawing.Key("template", Tone.DENIED)));
    List<List<String>> rows =
        points.stream()
            .map(p -> List.of(p.name(), Figures.percent(p.risk()), Figures.decimal(p.removed())))
            .toList();
    return new Chart(
        NAME,
        TITLE,
        CAPTION,
        drawing,
        new Numbers(List.of("Choice", "Predicted risk", "Weighted bits removed"), rows));
  }
}

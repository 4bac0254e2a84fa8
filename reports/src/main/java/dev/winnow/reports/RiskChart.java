package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskCurve;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** The estimate of the next run's risk against the number of runs. */
final class RiskChart {
  private static final String NAME = "risk";
  private static final String TITLE = "Next-run risk by runs";

  private RiskChart() {}

  static Chart of(Report report) {
    if (report.risk().isEmpty() || report.insights().riskByRuns().isEmpty()) {
      return Charts.refused(NAME, TITLE, unknown(report));
    }
    List<RiskCurve.Point> points = report.insights().riskByRuns().get().points();
    int units = points.getLast().runs();
    if (units < Charts.FEW_RUNS) {
      return Charts.refused(NAME, TITLE, Charts.tooFew(report, units));
    }
    Drawing drawing =
        new Drawing.Curves(
            "runs",
            "share of runs denied",
            true,
            List.of(
                curve("leave one run out", Tone.CONSTRAINED, false, points, RiskCurve.Point::mean),
                curve("approx. 95 % bound", Tone.NEUTRAL, true, points, RiskCurve.Point::bound)),
            OptionalDouble.empty());
    List<List<String>> rows =
        points.stream()
            .map(p ->
                List.of(
                    Figures.count(p.runs()),
                    Figures.percent(p.mean()),
                    Figures.percentAtMost(p.bound()),
                    Figures.percent(p.least()) + " – " + Figures.percent(p.most())))
            .toList();
    Numbers numbers =
        new Numbers(List.of("Runs", "Estimate", "Approx. bound", "90 % of orders"), rows);
    String certified = Figures.percentAtMost(report.risk().get().certified());
    String caption =
        "The share of runs that a policy learned from the others would deny without the calls that are added unseen, in the mean of many random orders of the runs, and the approximate 95 %% bound of it. Certified for these runs: at most %s. Both speak of runs like these only."
            .formatted(certified);
    return new Chart(NAME, TITLE, caption, drawing, numbers);
  }

  private static Drawing.Curve curve(
      String label,
      Tone tone,
      boolean dashed,
      List<RiskCurve.Point> points,
      ToDoubleFunction<RiskCurve.Point> value) {
    List<Drawing.Point> drawn = new ArrayList<>();
    for (RiskCurve.Point point : points) {
      double y = value.applyAsDouble(point);
      drawn.add(new Drawing.Point(point.runs(), y, y, y));
    }
    return new Drawing.Curve(label, tone, dashed, drawn);
  }

  private static String unknown(Report report) {
    if (report.risk().isEmpty()) {
      return "Not estimated for a policy that was not learned from these runs.";
    }
    return report.risk().get().runs() == 1
        ? Charts.tooFew(report, 1)
        : "No curve: the constraints were chosen on these runs.";
  }
}

package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import dev.winnow.traces.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Distinct syscalls or argument values against the number of runs. A curve that still rises at the
 * runs at hand says that more runs would show more.
 */
final class SaturationChart {
  private static final String APPROXIMATE =
      " Approximate: of what occurs in more than %s runs, evidence keeps no more than that."
          .formatted(Figures.count(Runs.FULL));

  private SaturationChart() {}

  static Chart ofSyscalls(Report report) {
    return of("saturation", "syscalls", report.saturation().syscalls(), report);
  }

  static Chart ofValues(Report report) {
    return of("saturation-values", "argument values", report.saturation().values(), report);
  }

  private static Chart of(
      String name, String things, Optional<Saturation.Curve> curve, Report report) {
    String title = "Distinct " + things + " by runs";
    if (Charts.scenarios(report) < Charts.FEW_RUNS) {
      return Charts.refused(name, title, Charts.tooFew(report, Charts.scenarios(report)));
    }
    int runs = report.saturation().runs();
    if (curve.isEmpty()) {
      return Charts.refused(name, title, "No " + things + " with names were seen.");
    }
    List<Saturation.Point> points = curve.get().points();
    Drawing drawing =
        new Drawing.Curves(
            "runs",
            things,
            false,
            List.of(
                line("expected in fewer runs", false, points, p -> p.runs() <= runs),
                line("extrapolated to more", true, points, p -> p.runs() >= runs)),
            OptionalDouble.of(runs));
    String caption =
        "How many distinct %s fewer or more runs would show, with its 95 %% band. If the curve still rises at the line, which stands at the runs at hand, record more. Counted as if each occurred independently of the others.%s"
            .formatted(things, curve.get().approximate() ? APPROXIMATE : "");
    return new Chart(name, title, caption, drawing, numbers(points, things));
  }

  private static Drawing.Curve line(
      String label,
      boolean dashed,
      List<Saturation.Point> points,
      java.util.function.Predicate<Saturation.Point> part) {
    List<Drawing.Point> drawn =
        points.stream()
            .filter(part)
            .map(p ->
                new Drawing.Point(
                    p.runs(), p.expected(), p.expected() - p.half(), p.expected() + p.half()))
            .toList();
    return new Drawing.Curve(label, Tone.CONSTRAINED, dashed, drawn);
  }

  private static Numbers numbers(List<Saturation.Point> points, String things) {
    List<List<String>> rows = new ArrayList<>();
    for (Saturation.Point point : points) {
      rows.add(
          List.of(
              Figures.count(point.runs()),
              Figures.decimal(point.expected()),
              Charts.interval(point.expected() - point.half(), point.expected() + point.half())));
    }
    return new Numbers(List.of("Runs", "Expected " + things, "95 % band"), rows);
  }
}

package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/** Syscalls, surface and risk by release. */
final class HistoryCharts {
  private HistoryCharts() {}

  static List<Chart> of(History history) {
    if (history.releases().size() < 2) {
      return List.of(
          Charts.refused(
              "history", "Releases", "One release: there is nothing to compare it with."));
    }
    Drawing counts =
        new Drawing.Curves(
            "release",
            "",
            false,
            List.of(
                curve("syscalls", Tone.CONSTRAINED, false, history, r -> r.syscalls()),
                curve("surface by weight", Tone.DENIED, true, history, r -> r.weight())),
            OptionalDouble.empty());
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new Chart(
            "history",
            "Syscalls and surface by release",
            "The surface weighs each syscall from 1 to 10 (execve) by what attackers do with it. Releases are numbered as in the table.",
            counts,
            Numbers.NONE));
    charts.add(risk(history));
    return charts;
  }

  private static Chart risk(History history) {
    boolean few = history.releases().stream().anyMatch(r -> r.risk().runs() < Charts.FEW_RUNS);
    if (few) {
      return Charts.refused(
          "history-risk",
          "Next-run risk by release",
          "Some releases have fewer than %d runs: their estimates cannot be compared."
              .formatted(Charts.FEW_RUNS));
    }
    return new Chart(
        "history-risk",
        "Next-run risk by release",
        "The share of runs that a policy learned from the others would deny, and the 95 % bound of it.",
        new Drawing.Curves(
            "release",
            "",
            true,
            List.of(
                curve("estimate", Tone.CONSTRAINED, false, history, r -> r.risk().estimate()),
                curve(
                    "approximate upper bound",
                    Tone.NEUTRAL,
                    true,
                    history,
                    r -> r.risk().approximateUpper())),
            OptionalDouble.empty()),
        Numbers.NONE);
  }

  private static Drawing.Curve curve(
      String label,
      Tone tone,
      boolean dashed,
      History history,
      ToDoubleFunction<History.Release> value) {
    List<Drawing.Point> points = new ArrayList<>();
    for (History.Release release : history.releases()) {
      double y = value.applyAsDouble(release);
      points.add(new Drawing.Point(points.size() + 1.0, y, y, y));
    }
    return new Drawing.Curve(label, tone, dashed, points);
  }
}

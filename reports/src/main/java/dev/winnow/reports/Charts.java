package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import java.util.List;
import java.util.stream.Stream;

/**
 * The charts of a report, by the question that they answer.
 *
 * @param trust how far to trust the recordings
 * @param behaviour what the program does
 * @param cost what the filter costs
 * @param trend how releases differ; none without a history
 */
record Charts(List<Chart> trust, List<Chart> behaviour, List<Chart> cost, List<Chart> trend) {
  /** From so few runs curves are drawn by chance. */
  static final int FEW_RUNS = 5;

  static Charts of(Report report) {
    return new Charts(
        List.of(
            SaturationChart.ofSyscalls(report),
            SaturationChart.ofValues(report),
            RiskChart.of(report),
            TradeoffChart.of(report)),
        List.of(
            EventsChart.of(report.coverage()),
            HeatChart.of(report.heat()),
            PhaseChart.of(report.insights().phase())),
        report.program().map(facts -> CostChart.of(facts, report.coverage())).stream().toList(),
        report.history().map(HistoryCharts::of).orElse(List.of()));
  }

  List<Chart> all() {
    return Stream.of(trust, behaviour, cost, trend).flatMap(List::stream).toList();
  }

  /** A chart that is not drawn, and why. */
  static Chart refused(String name, String title, String why) {
    return new Chart(name, title, "", new Drawing.Refusal(why), Numbers.NONE);
  }

  /** The runs that teach something: repeats of one scenario are one. */
  static int scenarios(Report report) {
    return report.risk().map(RiskEstimate::runs).orElse(report.runs().size());
  }

  /** What a chart over scenarios says that has too few of them. */
  static String tooFew(Report report, int scenarios) {
    int runs = report.runs().size();
    if (scenarios == runs) {
      return tooFew(runs);
    }
    return scenarios == 1
        ? Figures.count(runs, "run") + " of one scenario: no curve. Record runs that differ."
        : "Repeats of the same count once. " + tooFew(scenarios);
  }

  private static String tooFew(int runs) {
    return runs == 1
        ? "One run: no curve. Record more runs with -n RUNS."
        : Figures.count(runs, "run")
            + ": too few for a curve, chance would draw it. Record at least "
            + FEW_RUNS
            + ".";
  }

  /** {@code 1 of 3} or the number itself; a part of a table of numbers. */
  static String interval(double least, double most) {
    return Figures.decimal(least) + " – " + Figures.decimal(most);
  }
}

package dev.winnow.reports;

import java.awt.BasicStroke;
import java.util.Optional;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Distinct syscalls and argument values against the number of runs. A curve that still rises at the
 * runs at hand says that more runs would show more.
 */
final class SaturationChart {
  private static final BasicStroke SOLID = new BasicStroke(2.2f);
  private static final BasicStroke DASHED =
      new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  /** What a chart says that has no curve to show. */
  static final String NO_CURVE = "One run: no curve. Record more runs with -n RUNS.";

  private SaturationChart() {}

  static JFreeChart of(Saturation saturation, Theme theme) {
    NumberAxis runs = new NumberAxis("runs");
    runs.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    runs.setAutoRangeIncludesZero(false);
    ChartStyle.axis(runs, theme);
    runs.setVisible(saturation.syscalls().isPresent());
    CombinedDomainXYPlot both = new CombinedDomainXYPlot(runs);
    both.setGap(18);
    both.add(plot("syscalls", saturation.syscalls(), saturation.runs(), theme));
    if (saturation.values().isPresent()) {
      both.add(plot("argument values", saturation.values(), saturation.runs(), theme));
    }
    both.setFixedLegendItems(
        saturation.syscalls().isPresent() ? legend(theme) : new LegendItemCollection());
    both.setBackgroundPaint(theme.paper());
    return ChartStyle.chart("Distinct syscalls and argument values by runs", both, theme);
  }

  private static XYPlot plot(
      String label, Optional<Saturation.Curve> curve, int runs, Theme theme) {
    XYSeries recorded = new XYSeries("recorded");
    XYSeries more = new XYSeries("extrapolated");
    curve.ifPresent(c ->
        c.points()
            .forEach(point -> {
              if (point.runs() <= runs) {
                recorded.add(point.runs(), point.expected());
              }
              if (point.runs() >= runs) {
                more.add(point.runs(), point.expected());
              }
            }));
    XYSeriesCollection data = new XYSeriesCollection();
    if (curve.isPresent()) {
      data.addSeries(recorded);
      data.addSeries(more);
    }
    NumberAxis axis = new NumberAxis(label);
    axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    axis.setAutoRangeIncludesZero(false);
    // A flat curve in the middle, not a magnified rounding error.
    axis.setAutoRangeMinimumSize(4);
    XYPlot plot = new XYPlot(data, null, axis, renderer(theme));
    plot.setNoDataMessage(NO_CURVE);
    ChartStyle.apply(plot, theme);
    if (curve.isPresent()) {
      plot.addDomainMarker(new ValueMarker(runs, theme.neutral(), new BasicStroke(1f)));
    } else {
      axis.setVisible(false);
      plot.setRangeGridlinesVisible(false);
    }
    return plot;
  }

  private static XYLineAndShapeRenderer renderer(Theme theme) {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
    renderer.setSeriesPaint(0, theme.constrained());
    renderer.setSeriesPaint(1, theme.constrained());
    renderer.setSeriesStroke(0, SOLID);
    renderer.setSeriesStroke(1, DASHED);
    renderer.setDrawSeriesLineAsPath(true);
    return renderer;
  }

  private static LegendItemCollection legend(Theme theme) {
    LegendItemCollection legend = new LegendItemCollection();
    legend.add(line("expected in fewer runs", SOLID, theme));
    legend.add(line("extrapolated to more", DASHED, theme));
    return legend;
  }

  private static LegendItem line(String label, BasicStroke stroke, Theme theme) {
    return new LegendItem(
        label,
        null,
        null,
        null,
        new java.awt.geom.Line2D.Float(-14, 0, 14, 0),
        stroke,
        theme.constrained());
  }
}

package dev.winnow.reports.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** Curves and the bands around them. */
final class CurvesPainter {
  private static final float BAND = 0.18f;

  private CurvesPainter() {}

  static JFreeChart of(Drawing.Curves curves, Theme theme, String title) {
    YIntervalSeriesCollection data = new YIntervalSeriesCollection();
    LegendItemCollection legend = new LegendItemCollection();
    DeviationRenderer renderer = new DeviationRenderer(true, false);
    renderer.setAlpha(BAND);
    for (int i = 0; i < curves.curves().size(); i++) {
      Drawing.Curve curve = curves.curves().get(i);
      YIntervalSeries series = new YIntervalSeries(i);
      curve.points().forEach(p -> series.add(p.x(), p.y(), p.least(), p.most()));
      data.addSeries(series);
      Color color = theme.of(curve.tone());
      renderer.setSeriesPaint(i, color);
      renderer.setSeriesFillPaint(i, color);
      renderer.setSeriesStroke(i, curve.dashed() ? ChartStyle.DASHED : ChartStyle.SOLID);
      // One point is no line.
      renderer.setSeriesShapesVisible(i, curve.points().size() == 1);
      renderer.setSeriesShape(i, ChartStyle.square());
      legend.add(ChartStyle.line(curve, theme));
    }
    NumberAxis across = ChartStyle.numbers(curves.across(), false);
    across.setAutoRangeIncludesZero(false);
    NumberAxis up = ChartStyle.numbers(curves.up(), curves.percent());
    up.setAutoRangeIncludesZero(curves.percent());
    // A flat curve in the middle, not a magnified rounding error.
    up.setAutoRangeMinimumSize(curves.percent() ? 0.05 : 4);
    XYPlot plot = new XYPlot(data, across, up, renderer);
    plot.setFixedLegendItems(legend);
    ChartStyle.apply(plot, theme);
    curves
        .marker()
        .ifPresent(x ->
            plot.addDomainMarker(new ValueMarker(x, theme.of(Tone.NEUTRAL), new BasicStroke(1f))));
    return ChartStyle.chart(title, plot, theme);
  }
}

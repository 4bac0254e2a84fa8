package dev.winnow.reports.charts;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.XYSeriesCollection;

/** Chooses how a chart is drawn. */
final class Painter {
  private Painter() {}

  /** The chart in JFreeChart's terms; without a title if that is empty. */
  static JFreeChart of(Chart chart, Theme theme, String title) {
    return switch (chart.drawing()) {
      case Drawing.Refusal(String why) -> refusal(why, theme, title);
      case Drawing.Bars bars -> BarsPainter.of(bars, theme, title);
      case Drawing.Curves curves -> CurvesPainter.of(curves, theme, title);
      case Drawing.Heat heat -> HeatPainter.of(heat, theme, title);
      case Drawing.Dots dots -> DotsPainter.of(dots, theme, title);
    };
  }

  private static JFreeChart refusal(String why, Theme theme, String title) {
    XYPlot plot = new XYPlot(new XYSeriesCollection(), new NumberAxis(), new NumberAxis(), null);
    plot.setNoDataMessage(why);
    plot.setFixedLegendItems(new LegendItemCollection());
    ChartStyle.apply(plot, theme);
    plot.getDomainAxis().setVisible(false);
    plot.getRangeAxis().setVisible(false);
    plot.setRangeGridlinesVisible(false);
    return ChartStyle.chart(title, plot, theme);
  }
}

package dev.winnow.reports.charts;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** What all charts look like. */
final class ChartStyle {
  static final BasicStroke SOLID = new BasicStroke(2.2f);
  static final BasicStroke DASHED =
      new BasicStroke(2.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

  private static final BasicStroke HAIRLINE = new BasicStroke(0.75f);

  private ChartStyle() {}

  static JFreeChart chart(String title, Plot plot, Theme theme) {
    JFreeChart chart = new JFreeChart(title.isEmpty() ? null : title, Fonts.plain(14), plot, true);
    chart.setBackgroundPaint(theme.paper());
    chart.setPadding(new RectangleInsets(8, 4, 8, 14));
    if (chart.getTitle() != null) {
      chart.getTitle().setPaint(theme.ink());
      chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    }
    LegendTitle legend = chart.getLegend();
    legend.setBackgroundPaint(theme.paper());
    legend.setItemPaint(theme.ink());
    legend.setItemFont(Fonts.plain(11));
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setFrame(BlockBorder.NONE);
    return chart;
  }

  static void apply(CategoryPlot plot, Theme theme) {
    base(plot, theme);
    plot.setRangeGridlinePaint(theme.grid());
    plot.setRangeGridlineStroke(HAIRLINE);
    axis(plot.getDomainAxis(), theme);
    axis(plot.getRangeAxis(), theme);
    plot.getDomainAxis().setTickMarksVisible(false);
  }

  static void apply(XYPlot plot, Theme theme) {
    base(plot, theme);
    plot.setRangeGridlinePaint(theme.grid());
    plot.setRangeGridlineStroke(HAIRLINE);
    plot.setDomainGridlinesVisible(false);
    axis(plot.getDomainAxis(), theme);
    axis(plot.getRangeAxis(), theme);
  }

  private static void axis(Axis axis, Theme theme) {
    axis.setLabelFont(Fonts.plain(11));
    axis.setTickLabelFont(Fonts.plain(11));
    axis.setLabelPaint(theme.ink());
    axis.setTickLabelPaint(theme.ink());
    axis.setAxisLinePaint(theme.grid());
    axis.setTickMarkPaint(theme.grid());
  }

  private static void base(Plot plot, Theme theme) {
    plot.setBackgroundPaint(theme.paper());
    plot.setOutlineVisible(false);
    plot.setNoDataMessageFont(Fonts.plain(12));
    plot.setNoDataMessagePaint(theme.ink());
  }

  static NumberAxis numbers(String label, boolean percent) {
    NumberAxis axis = new NumberAxis(label);
    if (percent) {
      axis.setNumberFormatOverride(percent());
    } else {
      axis.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
      axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
    }
    return axis;
  }

  static NumberFormat percent() {
    return new DecimalFormat("#,##0.## %", DecimalFormatSymbols.getInstance(Locale.ROOT));
  }

  static LegendItemCollection legend(List<Drawing.Key> keys, Theme theme) {
    LegendItemCollection legend = new LegendItemCollection();
    keys.forEach(key ->
        legend.add(new LegendItem(key.label(), null, null, null, square(), theme.of(key.tone()))));
    return legend;
  }

  static LegendItem line(Drawing.Curve curve, Theme theme) {
    return new LegendItem(
        curve.label(),
        null,
        null,
        null,
        new Line2D.Float(-14, 0, 14, 0),
        curve.dashed() ? DASHED : SOLID,
        theme.of(curve.tone()));
  }

  static Shape square() {
    return new Rectangle2D.Float(-4, -4, 8, 8);
  }
}

package dev.winnow.reports;

import java.awt.BasicStroke;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** What all charts look like. */
final class ChartStyle {
  private static final BasicStroke HAIRLINE = new BasicStroke(0.75f);

  private ChartStyle() {}

  static JFreeChart chart(String title, Plot plot, Theme theme) {
    JFreeChart chart = new JFreeChart(title, Fonts.plain(14), plot, true);
    chart.setBackgroundPaint(theme.paper());
    chart.setPadding(new RectangleInsets(8, 8, 8, 14));
    chart.getTitle().setPaint(theme.ink());
    chart.getTitle().setHorizontalAlignment(HorizontalAlignment.LEFT);
    LegendTitle legend = chart.getLegend();
    legend.setBackgroundPaint(theme.paper());
    legend.setItemPaint(theme.ink());
    legend.setItemFont(Fonts.plain(11));
    legend.setPosition(RectangleEdge.BOTTOM);
    legend.setFrame(org.jfree.chart.block.BlockBorder.NONE);
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
    axis(plot.getRangeAxis(), theme);
  }

  static void axis(Axis axis, Theme theme) {
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
    plot.setNoDataMessageFont(Fonts.plain(13));
    plot.setNoDataMessagePaint(theme.ink());
  }
}

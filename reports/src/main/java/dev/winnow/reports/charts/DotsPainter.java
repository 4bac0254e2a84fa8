package dev.winnow.reports.charts;

import java.awt.geom.Ellipse2D;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.XYItemLabelGenerator;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Points with names. */
final class DotsPainter {
  private DotsPainter() {}

  static JFreeChart of(Drawing.Dots dots, Theme theme, String title) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
    for (Tone tone : Tone.values()) {
      XYSeries series = new XYSeries(tone, false, true);
      dots.dots().stream().filter(dot -> dot.tone() == tone).forEach(d -> series.add(d.x(), d.y()));
      int index = data.getSeriesCount();
      data.addSeries(series);
      renderer.setSeriesPaint(index, theme.of(tone));
      renderer.setSeriesLinesVisible(index, tone == dots.joined());
      renderer.setSeriesStroke(index, ChartStyle.SOLID);
      renderer.setSeriesShape(index, new Ellipse2D.Double(-4.5, -4.5, 9, 9));
    }
    // Names beside templates and above the line: where both crowd, they stay apart.
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE4, TextAnchor.TOP_LEFT));
    renderer.setSeriesPositiveItemLabelPosition(
        List.of(Tone.values()).indexOf(dots.joined()),
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE11, TextAnchor.BOTTOM_RIGHT));
    renderer.setDefaultItemLabelGenerator(new Labels(dots));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelFont(Fonts.plain(10));
    renderer.setDefaultItemLabelPaint(theme.ink());
    NumberAxis up = ChartStyle.numbers(dots.up(), false);
    up.setUpperMargin(0.15);
    up.setLowerMargin(0.1);
    LogAxis across = new LogAxis(dots.across() + " (logarithmic)");
    across.setBase(10);
    // In logarithms: a tick for each power of ten.
    across.setTickUnit(new NumberTickUnit(1));
    across.setNumberFormatOverride(ChartStyle.percent());
    across.setUpperMargin(0.1);
    across.setLowerMargin(0.2);
    XYPlot plot = new XYPlot(data, across, up, renderer);
    plot.setFixedLegendItems(ChartStyle.legend(dots.legend(), theme));
    ChartStyle.apply(plot, theme);
    return ChartStyle.chart(title, plot, theme);
  }

  private record Labels(Drawing.Dots dots) implements XYItemLabelGenerator {
    @Override
    public String generateLabel(XYDataset data, int series, int item) {
      Tone tone = List.of(Tone.values()).get(series);
      return dots.dots().stream().filter(dot -> dot.tone() == tone).toList().get(item).label();
    }
  }
}

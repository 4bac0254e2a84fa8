package dev.winnow.reports;

import java.awt.Paint;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.DefaultCategoryDataset;

/** Syscalls by frequency, in the colour of their verdict. */
final class FrequencyChart {
  private static final double HALF_AN_EVENT = 0.5;

  private FrequencyChart() {}

  static JFreeChart of(FrequencyBars bars, Theme theme) {
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (FrequencyBars.Bar bar : bars.bars()) {
      data.addValue((double) bar.events(), "events", bar.label());
    }
    CategoryAxis names = new CategoryAxis();
    names.setCategoryMargin(0.25);
    names.setLowerMargin(0.01);
    names.setUpperMargin(0.01);
    CategoryPlot plot =
        new CategoryPlot(data, names, axis(bars.logarithmic()), renderer(bars, theme));
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setFixedLegendItems(legend(bars, theme));
    ChartStyle.apply(plot, theme);
    return ChartStyle.chart(
        "Events by syscall" + (bars.logarithmic() ? " (logarithmic scale)" : ""), plot, theme);
  }

  private static ValueAxis axis(boolean logarithmic) {
    if (!logarithmic) {
      NumberAxis linear = new NumberAxis("events");
      linear.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
      linear.setUpperMargin(0.12);
      return linear;
    }
    LogAxis axis = new LogAxis("events");
    axis.setBase(10);
    // In logarithms: a tick for each power of ten.
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
    axis.setSmallestValue(HALF_AN_EVENT);
    axis.setUpperMargin(0.12);
    return axis;
  }

  private static BarRenderer renderer(FrequencyBars bars, Theme theme) {
    BarRenderer renderer = new VerdictRenderer(bars.bars(), theme);
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    renderer.setMaximumBarWidth(0.5);
    if (bars.logarithmic()) {
      // A logarithm has no zero: bars start at half an event, so that one event is seen.
      renderer.setBase(HALF_AN_EVENT);
    }
    renderer.setDefaultItemLabelGenerator(
        new StandardCategoryItemLabelGenerator(
            "{2}", NumberFormat.getIntegerInstance(Locale.ROOT)));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelPaint(theme.ink());
    renderer.setDefaultItemLabelFont(Fonts.plain(10));
    renderer.setDefaultPositiveItemLabelPosition(
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
    return renderer;
  }

  private static LegendItemCollection legend(FrequencyBars bars, Theme theme) {
    LegendItemCollection legend = new LegendItemCollection();
    for (Verdict verdict : bars.verdicts()) {
      legend.add(new LegendItem(verdict.label(), theme.of(verdict)));
    }
    return legend;
  }

  private static final class VerdictRenderer extends BarRenderer {
    private static final long serialVersionUID = 1L;
    private final transient List<FrequencyBars.Bar> bars;
    private final transient Theme theme;

    VerdictRenderer(List<FrequencyBars.Bar> bars, Theme theme) {
      this.bars = bars;
      this.theme = theme;
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      return bars.get(column).verdict().map(theme::of).orElse(theme.neutral());
    }
  }
}

package dev.winnow.reports.charts;

import java.awt.Paint;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.labels.CategoryItemLabelGenerator;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StackedBarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** Horizontal bars. */
final class BarsPainter {
  /** A logarithm has no zero: bars start here, so that one event is seen. */
  private static final double HALF = 0.5;

  private static final int LONGEST_LABEL = 26;

  /** Of a note's font. */
  private static final double POINTS_PER_LETTER = 5.8;

  /** Of the picture, what labels and margins leave at least to bars and notes. */
  private static final double PLOT_POINTS = 400;

  private BarsPainter() {}

  static JFreeChart of(Drawing.Bars bars, Theme theme, String title) {
    int parts = bars.bars().stream().mapToInt(bar -> bar.parts().size()).max().orElse(0);
    DefaultCategoryDataset data = new DefaultCategoryDataset();
    for (int part = 0; part < parts; part++) {
      for (int bar = 0; bar < bars.bars().size(); bar++) {
        List<Drawing.Part> all = bars.bars().get(bar).parts();
        double value = part < all.size() ? all.get(part).value() : 0;
        data.addValue(value, Integer.valueOf(part), label(bars, bar));
      }
    }
    CategoryAxis names = new CategoryAxis();
    names.setCategoryMargin(0.25);
    names.setLowerMargin(0.01);
    names.setUpperMargin(0.01);
    names.setMaximumCategoryLabelWidthRatio(0.6f);
    BarRenderer renderer =
        parts > 1 ? new Stacked(bars.bars(), theme) : new Single(bars.bars(), theme);
    style(renderer, bars, theme);
    CategoryPlot plot = new CategoryPlot(data, names, axis(bars), renderer);
    plot.setOrientation(PlotOrientation.HORIZONTAL);
    plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
    plot.setFixedLegendItems(ChartStyle.legend(bars.legend(), theme));
    plot.setNoDataMessage("nothing was recorded");
    ChartStyle.apply(plot, theme);
    return ChartStyle.chart(title, plot, theme);
  }

  /** Categories must differ; invisible spaces make them. */
  private static String label(Drawing.Bars bars, int bar) {
    String label = cut(bars.bars().get(bar).label());
    int same = 0;
    for (int before = 0; before < bar; before++) {
      same += cut(bars.bars().get(before).label()).equals(label) ? 1 : 0;
    }
    return label + " ".repeat(same);
  }

  /** Without its middle, if it is long: releases differ at their ends. */
  static String cut(String label) {
    int half = (LONGEST_LABEL - 1) / 2;
    return label.length() <= LONGEST_LABEL
        ? label
        : label.substring(0, half) + "…" + label.substring(label.length() - half);
  }

  private static ValueAxis axis(Drawing.Bars bars) {
    if (!bars.logarithmic()) {
      NumberAxis linear = ChartStyle.numbers(bars.axis(), false);
      linear.setUpperMargin(roomForNotes(bars));
      return linear;
    }
    LogAxis axis = new LogAxis(bars.axis() + " (logarithmic)");
    axis.setBase(10);
    // In logarithms: a tick for each power of ten.
    axis.setTickUnit(new NumberTickUnit(1));
    axis.setNumberFormatOverride(NumberFormat.getIntegerInstance(Locale.ROOT));
    axis.setSmallestValue(HALF);
    axis.setUpperMargin(0.25);
    return axis;
  }

  /**
   * Behind the longest bar, as a share of it: so much that the longest note ends in the picture.
   */
  private static double roomForNotes(Drawing.Bars bars) {
    int longest = bars.bars().stream().mapToInt(bar -> bar.note().length()).max().orElse(0);
    double share = (POINTS_PER_LETTER * longest + 8) / PLOT_POINTS;
    return Math.clamp(share / (1 - Math.min(share, 0.5)), 0.1, 1);
  }

  private static void style(BarRenderer renderer, Drawing.Bars bars, Theme theme) {
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setDrawBarOutline(false);
    renderer.setMaximumBarWidth(0.5);
    if (bars.logarithmic()) {
      renderer.setBase(HALF);
    }
    renderer.setDefaultItemLabelGenerator(new Notes(bars.bars()));
    renderer.setDefaultItemLabelsVisible(true);
    renderer.setDefaultItemLabelPaint(theme.ink());
    renderer.setDefaultItemLabelFont(Fonts.plain(10));
    ItemLabelPosition behind =
        new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT);
    renderer.setDefaultPositiveItemLabelPosition(behind);
    renderer.setPositiveItemLabelPositionFallback(behind);
  }

  private static Paint paint(List<Drawing.Bar> bars, Theme theme, int part, int bar) {
    List<Drawing.Part> parts = bars.get(bar).parts();
    return theme.of(part < parts.size() ? parts.get(part).tone() : Tone.NEUTRAL);
  }

  private static final class Single extends BarRenderer {
    private static final long serialVersionUID = 1L;
    private final transient List<Drawing.Bar> bars;
    private final transient Theme theme;

    Single(List<Drawing.Bar> bars, Theme theme) {
      this.bars = bars;
      this.theme = theme;
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      return paint(bars, theme, row, column);
    }
  }

  private static final class Stacked extends StackedBarRenderer {
    private static final long serialVersionUID = 1L;
    private final transient List<Drawing.Bar> bars;
    private final transient Theme theme;

    Stacked(List<Drawing.Bar> bars, Theme theme) {
      this.bars = bars;
      this.theme = theme;
    }

    @Override
    public Paint getItemPaint(int row, int column) {
      return paint(bars, theme, row, column);
    }
  }

  /** The note of a bar, at its last part that has a length: another would be drawn at the axis. */
  private record Notes(List<Drawing.Bar> bars) implements CategoryItemLabelGenerator {
    @Override
    public String generateRowLabel(CategoryDataset dataset, int row) {
      return "";
    }

    @Override
    public String generateColumnLabel(CategoryDataset dataset, int column) {
      return bars.get(column).label();
    }

    @Override
    public String generateLabel(CategoryDataset dataset, int row, int column) {
      return row == last(bars.get(column).parts()) ? bars.get(column).note() : "";
    }

    private static int last(List<Drawing.Part> parts) {
      int last = parts.size() - 1;
      while (last > 0 && parts.get(last).value() == 0) {
        last--;
      }
      return last;
    }
  }
}

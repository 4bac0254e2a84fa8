package dev.winnow.reports.charts;

import java.awt.Paint;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.data.xy.DefaultXYZDataset;

/** Cells whose colour says how much. */
final class HeatPainter {
  private static final String[] STEPS = {
    "1 to 9 events", "from 10", "from 100", "from 1,000", "from 10,000"
  };

  private HeatPainter() {}

  static JFreeChart of(Drawing.Heat heat, Theme theme, String title) {
    int rows = heat.rows().size();
    String[] labels = new String[rows];
    int filled = 0;
    for (int row = 0; row < rows; row++) {
      // The axis counts from below.
      labels[rows - 1 - row] = heat.rows().get(row);
      filled += (int) heat.cells().get(row).stream().filter(count -> count > 0).count();
    }
    double[][] cells = new double[3][filled];
    boolean[] used = new boolean[STEPS.length];
    int next = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < heat.columns(); column++) {
        long count = heat.cells().get(row).get(column);
        if (count > 0) {
          cells[0][next] = column + 1.0;
          cells[1][next] = rows - 1.0 - row;
          cells[2][next] = Drawing.Heat.step(count);
          used[Drawing.Heat.step(count)] = true;
          next++;
        }
      }
    }
    DefaultXYZDataset data = new DefaultXYZDataset();
    data.addSeries("cells", cells);
    XYBlockRenderer renderer = new XYBlockRenderer();
    renderer.setPaintScale(new Steps(theme));
    renderer.setBlockWidth(0.92);
    renderer.setBlockHeight(0.86);
    NumberAxis across = ChartStyle.numbers(heat.across(), false);
    across.setRange(0.5, heat.columns() + 0.5);
    SymbolAxis names = new SymbolAxis(null, labels);
    names.setGridBandsVisible(false);
    XYPlot plot = new XYPlot(data, across, names, renderer);
    plot.setFixedLegendItems(legend(used, theme));
    ChartStyle.apply(plot, theme);
    plot.setRangeGridlinesVisible(false);
    return ChartStyle.chart(title, plot, theme);
  }

  private static LegendItemCollection legend(boolean[] used, Theme theme) {
    LegendItemCollection legend = new LegendItemCollection();
    for (int step = 0; step < used.length; step++) {
      if (used[step]) {
        legend.add(
            new LegendItem(
                STEPS[step], null, null, null, ChartStyle.square(), theme.heat().get(step)));
      }
    }
    return legend;
  }

  private record Steps(Theme theme) implements PaintScale {
    @Override
    public double getLowerBound() {
      return 0;
    }

    @Override
    public double getUpperBound() {
      return STEPS.length;
    }

    @Override
    public Paint getPaint(double step) {
      return theme.heat().get((int) step);
    }
  }
}

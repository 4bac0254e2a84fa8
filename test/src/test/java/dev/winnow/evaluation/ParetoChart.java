package dev.winnow.evaluation;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** What is gained for what is broken: probes blocked by denials that arguments cause. */
final class ParetoChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 600;

  /** Where a logarithmic axis shows no denial at all, in percent. */
  private static final double NONE = 0.1;

  private static final String BUDGET = "risk ";

  private ParetoChart() {}

  /** A PNG file. */
  static byte[] png(List<Row> rows) throws IOException {
    XYSeries budgets = new XYSeries("winnow --risk", false);
    XYSeriesCollection data = new XYSeriesCollection(budgets);
    XYPlot plot = new XYPlot();
    for (Row row : rows) {
      double x = Math.max(NONE, 100 * row.byArguments());
      double y = 100 * row.blocked();
      if (row.method().startsWith(BUDGET) && !row.method().endsWith("predicted")) {
        budgets.add(x, y);
        plot.addAnnotation(label(row.method().substring(BUDGET.length()), x, y));
      } else {
        XYSeries single = new XYSeries(row.method());
        single.add(x, y);
        data.addSeries(single);
      }
    }
    plot.setDataset(data);
    plot.setDomainAxis(runs());
    plot.setRangeAxis(probes());
    plot.setRenderer(renderer());
    plot.setBackgroundPaint(Color.WHITE);
    plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
    plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JFreeChart chart = new JFreeChart("Held-out runs broken, exploit primitives blocked", plot);
    chart.setBackgroundPaint(Color.WHITE);
    ChartUtils.writeChartAsPNG(out, chart, WIDTH, HEIGHT);
    return out.toByteArray();
  }

  private static XYTextAnnotation label(String text, double x, double y) {
    XYTextAnnotation label = new XYTextAnnotation(text, x, y);
    label.setTextAnchor(TextAnchor.BOTTOM_RIGHT);
    return label;
  }

  private static LogAxis runs() {
    LogAxis axis =
        new LogAxis("held-out runs with a denial by arguments, % (" + NONE + " is none)");
    axis.setRange(NONE / 1.5, 200);
    axis.setNumberFormatOverride(new java.text.DecimalFormat("0.#"));
    return axis;
  }

  private static NumberAxis probes() {
    NumberAxis axis = new NumberAxis("exploit primitives blocked, %");
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  private static XYLineAndShapeRenderer renderer() {
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
    renderer.setSeriesPaint(0, new Color(0x1f77b4));
    return renderer;
  }
}

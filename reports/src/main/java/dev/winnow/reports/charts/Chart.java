package dev.winnow.reports.charts;

import java.awt.Dimension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/**
 * A chart as data; the same data give the same bytes on one machine.
 *
 * @param name of its file, without an ending
 * @param title what it shows
 * @param caption how to read it
 * @param drawing the picture
 * @param numbers its numbers
 */
public record Chart(String name, String title, String caption, Drawing drawing, Numbers numbers) {
  /** Pixels per point: sharp on dense screens and in print. */
  static final int SCALE = 2;

  private static final int WIDTH = 560;
  private static final int CURVES_HEIGHT = 320;
  private static final int REFUSAL_HEIGHT = 90;
  private static final int POINTS_PER_BAR = 19;
  private static final int FRAME = 96;
  private static final int TITLE = 32;

  /** A picture of its own, with the title. */
  public byte[] png(Theme theme) {
    Fonts.require();
    Dimension size = size();
    JFreeChart chart = Painter.of(this, theme, title);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ChartUtils.writeScaledChartAsPNG(out, chart, size.width, size.height + TITLE, SCALE, SCALE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a chart", e);
    }
    return out.toByteArray();
  }

  /**
   * A picture inside of a page that has the title and {@link Theme#css}. Its ids begin with the
   * name.
   *
   * @param label what it says to those who cannot see it
   * @throws MissingFontException if Java finds no font
   */
  public String svg(String label) {
    Fonts.require();
    return Svg.of(Painter.of(this, Theme.LIGHT, ""), size(), name, label);
  }

  /** In CSS pixels, without the title. */
  Dimension size() {
    int height =
        switch (drawing) {
          case Drawing.Refusal refusal -> REFUSAL_HEIGHT;
          case Drawing.Bars bars -> FRAME + POINTS_PER_BAR * bars.bars().size();
          case Drawing.Heat heat -> FRAME + POINTS_PER_BAR * heat.rows().size();
          case Drawing.Curves curves -> CURVES_HEIGHT;
          case Drawing.Dots dots -> CURVES_HEIGHT;
        };
    return new Dimension(WIDTH, height);
  }
}

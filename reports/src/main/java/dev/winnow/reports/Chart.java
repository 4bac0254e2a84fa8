package dev.winnow.reports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/** A picture: the same evidence and policy give the same bytes on one machine. */
public final class Chart {
  /** Pixels per point: sharp on dense screens and in print. */
  static final int SCALE = 2;

  private static final int WIDTH = 560;
  private static final int POINTS_PER_BAR = 19;
  private static final int FRAME = 112;
  private static final int SATURATION_HEIGHT = 440;
  private static final int EMPTY_HEIGHT = 120;

  private final String name;
  private final int width;
  private final int height;
  private final byte[] png;

  private Chart(String name, int width, int height, JFreeChart chart) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.png = draw(chart, width, height);
  }

  /**
   * The charts of a report on a light ground, in the order of the page.
   *
   * @throws MissingFontException if Java finds no font
   */
  public static List<Chart> all(Coverage coverage, Saturation saturation) {
    return List.of(frequency(coverage, Theme.LIGHT), saturation(saturation, Theme.LIGHT));
  }

  static Chart frequency(Coverage coverage, Theme theme) {
    Fonts.require();
    FrequencyBars bars = FrequencyBars.of(coverage);
    int height = FRAME + POINTS_PER_BAR * bars.bars().size();
    return new Chart("frequency", WIDTH, height, FrequencyChart.of(bars, theme));
  }

  static Chart saturation(Saturation saturation, Theme theme) {
    Fonts.require();
    int height = saturation.syscalls().isPresent() ? SATURATION_HEIGHT : EMPTY_HEIGHT;
    return new Chart("saturation", WIDTH, height, SaturationChart.of(saturation, theme));
  }

  private static byte[] draw(JFreeChart chart, int width, int height) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ChartUtils.writeScaledChartAsPNG(out, chart, width, height, SCALE, SCALE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot encode a chart", e);
    }
    return out.toByteArray();
  }

  /** The name of its file, without an ending. */
  public String name() {
    return name;
  }

  /** In CSS pixels; the picture has twice as many. */
  public int width() {
    return width;
  }

  /** In CSS pixels; the picture has twice as many. */
  public int height() {
    return height;
  }

  /** The picture. */
  public byte[] png() {
    return png.clone();
  }
}

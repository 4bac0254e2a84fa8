package dev.winnow.reports.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.jfree.chart.plot.CategoryPlot;
import org.junit.jupiter.api.Test;

class BarsPainterTest {
  private static Drawing.Bar bar(String label, double length) {
    return new Drawing.Bar(label, "", List.of(new Drawing.Part(Tone.ALLOWED, length)));
  }

  /** Else the second bar takes the place of the first, and its note stands on another one. */
  @Test
  void barsWhoseLongNamesAreCutAlikeStayApart() {
    String release = "postgresql-server-of-this-release-";
    List<Drawing.Bar> bars =
        List.of(
            bar(release + "16.1", 1),
            bar(release + "16.2", 2),
            bar("the-same-beginning-1-and-the-same-end", 3),
            bar("the-same-beginning-2-and-the-same-end", 4));
    Drawing.Bars drawing = new Drawing.Bars("syscalls", false, bars, List.of());
    CategoryPlot plot = BarsPainter.of(drawing, Theme.LIGHT, "title").getCategoryPlot();
    List<?> names = plot.getDataset().getColumnKeys();
    assertEquals(
        List.of(
            "postgresql-s…release-16.1",
            "postgresql-s…release-16.2",
            "the-same-beg…the-same-end",
            "the-same-beg…the-same-end"),
        names.stream().map(name -> name.toString().replaceAll("[^-.…a-z0-9]", "")).toList());
  }
}

package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Theme;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static BufferedImage decode(Chart chart, Theme theme) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png(theme)));
    assertNotNull(image, chart.name());
    return image;
  }

  private static boolean contains(BufferedImage image, Color color) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == color.getRGB()) {
          return true;
        }
      }
    }
    return false;
  }

  private static Drawing drawing(Report report, String name) {
    return report.charts().stream()
        .filter(chart -> chart.name().equals(name))
        .findFirst()
        .orElseThrow()
        .drawing();
  }

  @Test
  void everyChartIsAPictureWithATitleAndNumbers() throws Exception {
    List<Chart> charts = Demo.full().charts();
    assertEquals(
        List.of(
            "saturation",
            "saturation-values",
            "risk",
            "tradeoffs",
            "frequency",
            "values",
            "phases",
            "cost",
            "history",
            "history-surface",
            "history-exposure",
            "history-risk"),
        charts.stream().map(Chart::name).toList());
    for (Chart chart : charts) {
      BufferedImage image = decode(chart, Theme.LIGHT);
      assertEquals(1120, image.getWidth(), chart.name());
      assertTrue(contains(image, Theme.LIGHT.ink()) || contains(image, Theme.LIGHT.paper()));
      boolean refused = chart.drawing() instanceof Drawing.Refusal;
      boolean ofTable = chart.name().startsWith("history");
      assertEquals(refused || ofTable, chart.numbers().rows().isEmpty(), chart.name());
    }
  }

  @Test
  void theSameEvidenceGivesTheSameBytes() throws Exception {
    List<Chart> first = Demo.full().charts();
    List<Chart> second = Demo.full().charts();
    assertEquals(first, second);
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(
          first.get(i).png(Theme.LIGHT), second.get(i).png(Theme.LIGHT), first.get(i).name());
    }
  }

  @Test
  void barsHaveTheColourOfTheirVerdict() throws Exception {
    Chart chart = EventsChart.of(Coverage.of(Demo.runs(5), Demo.narrow()));
    BufferedImage image = decode(chart, Theme.LIGHT);
    for (Verdict verdict : EnumSet.allOf(Verdict.class)) {
      Color color = Theme.LIGHT.of(EventsChart.tone(Optional.of(verdict)));
      assertTrue(contains(image, color), verdict.label());
    }
  }

  @Test
  void darkAndLightDiffer() throws Exception {
    Chart chart = EventsChart.of(Coverage.of(Demo.runs(1), Demo.policy()));
    assertNotEquals(
        decode(chart, Theme.LIGHT).getRGB(0, 0), decode(chart, Theme.DARK).getRGB(0, 0));
  }

  @Test
  void curvesAreDrawnFromFiveRunsOn() throws Exception {
    for (String name : List.of("saturation", "saturation-values")) {
      for (int runs : new int[] {1, 4}) {
        Report few = Demo.report(runs, Demo.policy());
        assertInstanceOf(Drawing.Refusal.class, drawing(few, name), name + " of " + runs);
      }
      assertInstanceOf(Drawing.Curves.class, drawing(Demo.report(5, Demo.policy()), name), name);
    }
  }

  @Test
  void ofAGivenPolicyNothingIsSaidAboutRisk() throws Exception {
    Report given = Report.of("x", Demo.runs(6), Demo.policy(), Optional.empty(), Optional.empty());
    assertInstanceOf(Drawing.Refusal.class, drawing(given, "risk"));
  }

  /** Runs 1, 3 and 5 open for writing; nobody else does. */
  @Test
  void theHeatMapShowsWhichRunsHaveAValue() throws Exception {
    Report report = Demo.report(6, Demo.policy()).showing("openat", Demo.runs(6));
    Drawing.Heat heat = assertInstanceOf(Drawing.Heat.class, drawing(report, "values"));
    int row = heat.rows().indexOf("flags O_WRONLY | O_CREAT | O_TRUNC");
    assertEquals(List.of(0L, 2L, 0L, 2L, 0L, 2L), heat.cells().get(row));
  }

  private static Coverage coverage(long... events) {
    List<SyscallCoverage> rows = new ArrayList<>();
    for (int i = 0; i < events.length; i++) {
      Verdict verdict = i == events.length - 1 ? Verdict.DENIED : Verdict.ALLOWED;
      rows.add(
          new SyscallCoverage(
              Arch.X86_64,
              i,
              "call" + i,
              events[i],
              false,
              0,
              1,
              0,
              0,
              verdict,
              List.of(),
              EventCount.NONE,
              List.of()));
    }
    return new Coverage(
        rows, List.of(), new Coverage.Totals(events.length, 0, 1, 0, EventCount.NONE, 0, 0));
  }

  private static Drawing.Bars bars(long... events) {
    return assertInstanceOf(Drawing.Bars.class, EventsChart.of(coverage(events)).drawing());
  }

  @Test
  void theMostFrequentHaveBarsAndTheOthersShareOne() {
    long[] events = new long[40];
    java.util.Arrays.setAll(events, i -> 40 - i);
    List<Drawing.Bar> bars = bars(events).bars();
    assertEquals(25, bars.size());
    assertEquals("16 others, 1 denied", bars.getLast().label());
    assertEquals(136, bars.getLast().length());
    assertEquals("40  Σ 4.9 %", bars.getFirst().note());
  }

  @Test
  void oneBarMoreIsNotWorthAnOthers() {
    assertEquals("call24", bars(new long[25]).bars().getLast().label());
  }

  @Test
  void scaleIsLogarithmicOnlyWhereSmallBarsWouldVanish() {
    assertFalse(bars(100, 1).logarithmic());
    assertTrue(bars(1000, 1).logarithmic());
  }

  @Test
  void noEvidenceStillDraws() throws Exception {
    Report nothing =
        Report.of("x", Evidence.NONE, Demo.policy(), Optional.empty(), Optional.empty());
    for (Chart chart : nothing.charts()) {
      decode(chart, Theme.DARK);
    }
  }
}

package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
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
  private static List<Chart> charts(int runs) throws Exception {
    Evidence evidence = Demo.runs(runs);
    return Chart.all(Coverage.of(evidence, Demo.narrow()), Saturation.of(evidence));
  }

  private static BufferedImage decode(Chart chart) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(chart.png()));
    assertNotNull(image, chart.name());
    return image;
  }

  @Test
  void chartsArePicturesOfTheSizeThatTheySay() throws Exception {
    for (Chart chart : charts(5)) {
      BufferedImage image = decode(chart);
      assertEquals(2 * chart.width(), image.getWidth(), chart.name());
      assertEquals(2 * chart.height(), image.getHeight(), chart.name());
    }
  }

  @Test
  void theSameEvidenceGivesTheSameBytes() throws Exception {
    List<Chart> first = charts(5);
    List<Chart> second = charts(5);
    for (int i = 0; i < first.size(); i++) {
      assertArrayEquals(first.get(i).png(), second.get(i).png(), first.get(i).name());
    }
  }

  @Test
  void barsHaveTheColourOfTheirVerdict() throws Exception {
    BufferedImage image = decode(charts(5).getFirst());
    EnumSet<Verdict> drawn = EnumSet.noneOf(Verdict.class);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        for (Verdict verdict : Verdict.values()) {
          if ((image.getRGB(x, y) & 0xffffff) == (Theme.LIGHT.of(verdict).getRGB() & 0xffffff)) {
            drawn.add(verdict);
          }
        }
      }
    }
    assertEquals(EnumSet.allOf(Verdict.class), drawn);
  }

  @Test
  void darkAndLightDiffer() throws Exception {
    Coverage coverage = Coverage.of(Demo.runs(1), Demo.policy());
    BufferedImage light = decode(Chart.frequency(coverage, Theme.LIGHT));
    BufferedImage dark = decode(Chart.frequency(coverage, Theme.DARK));
    assertNotEquals(light.getRGB(0, 0), dark.getRGB(0, 0));
  }

  @Test
  void ofOneRunThereIsASentenceInsteadOfACurve() throws Exception {
    BufferedImage one = decode(charts(1).get(1));
    BufferedImage five = decode(charts(5).get(1));
    assertTrue(one.getHeight() < five.getHeight() / 2);
    assertFalse(contains(one, Theme.LIGHT.constrained().getRGB()));
    assertTrue(contains(five, Theme.LIGHT.constrained().getRGB()));
  }

  private static boolean contains(BufferedImage image, int rgb) {
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        if (image.getRGB(x, y) == rgb) {
          return true;
        }
      }
    }
    return false;
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

  @Test
  void theMostFrequentHaveBarsAndTheOthersShareOne() {
    long[] events = new long[40];
    java.util.Arrays.setAll(events, i -> 40 - i);
    List<FrequencyBars.Bar> bars = FrequencyBars.of(coverage(events)).bars();
    assertEquals(31, bars.size());
    assertEquals(
        new FrequencyBars.Bar("10 others, 1 denied", 55, Optional.empty()), bars.getLast());
  }

  @Test
  void oneBarMoreIsNotWorthAnOthers() {
    assertEquals(31, FrequencyBars.of(coverage(new long[31])).bars().size());
    assertEquals("call30", FrequencyBars.of(coverage(new long[31])).bars().getLast().label());
  }

  @Test
  void scaleIsLogarithmicOnlyWhereSmallBarsWouldVanish() {
    assertFalse(FrequencyBars.of(coverage(100, 1)).logarithmic());
    assertTrue(FrequencyBars.of(coverage(1000, 1)).logarithmic());
  }

  @Test
  void noEvidenceStillDraws() throws Exception {
    Coverage nothing = Coverage.of(Evidence.NONE, Demo.policy());
    for (Chart chart : Chart.all(nothing, Saturation.of(Evidence.NONE))) {
      decode(chart);
    }
  }
}

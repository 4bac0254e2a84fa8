package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundsTest {
  private static final double DELTA = 0.05;

  @ParameterizedTest
  @CsvSource({
    "3, 10, .0667395, .6524529, 5.01e-8",
    "1, 24, .00105435, .21120168, 5.01e-9",
    // 1 - .025^(1/10), and its mirror image
    "0, 10, 0, .3084971078, 5.01e-11",
    "10, 10, .6915028922, 1, 1e-8"
  })
  void clopperPearson(int failures, int trials, double low, double high, double tolerance) {
    Interval interval = Bounds.clopperPearson(failures, trials, DELTA);
    assertEquals(low, interval.low(), tolerance);
    assertEquals(high, interval.high(), tolerance);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 24, .11734616",
    "1, 24, .18289247",
    "0, 59, .04950761",
    "0, 299, .00996915",
    "5, 5, 1"
  })
  void clopperPearsonUpper(int failures, int trials, double expected) {
    assertEquals(expected, Bounds.clopperPearsonUpper(failures, trials, DELTA), 5.01e-9);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 24, .1674845584, .2268182133",
    "4, 24, .4295274174, .5380239645",
    "5, 50, .2559185780, .3794829223",
    "5, 100, .1342449668, .2373251203",
    "10, 200, .1057357149, .2147957278",
    "20, 1000, .0355223156, .1020899999",
    // One term alone is left: both are 1 - delta/N^2.
    "23, 24, .9999131944, .9999131944",
    "24, 24, 1, 1",
    "0, 1, .95, .95"
  })
  void compressionBounds(int k, int runs, double pickToLearn, double littlestoneWarmuth) {
    assertEquals(pickToLearn, Bounds.pickToLearn(k, runs, DELTA), 1e-10);
    assertEquals(littlestoneWarmuth, Bounds.littlestoneWarmuth(k, runs, DELTA), 1e-10);
  }

  @Test
  void pickToLearnIsNeverWeakerAndGrowsWithK() {
    for (int runs = 1; runs <= 60; runs++) {
      double before = 0;
      for (int k = 0; k <= runs; k++) {
        double bound = Bounds.pickToLearn(k, runs, DELTA);
        String where = "k=" + k + " N=" + runs;
        assertTrue(bound <= Bounds.littlestoneWarmuth(k, runs, DELTA) + 1e-15, where);
        assertTrue(bound > before, where);
        before = bound;
      }
    }
  }

  @Test
  void pickToLearnFallsWithMoreRuns() {
    for (int k : new int[] {0, 1, 2, 5, 20}) {
      double before = 1.1;
      for (int runs = Math.max(1, k); runs <= 300; runs++) {
        double bound = Bounds.pickToLearn(k, runs, DELTA);
        assertTrue(bound < before, "k=" + k + " N=" + runs);
        before = bound;
      }
    }
  }

  @Test
  void mcAllesterSchapire() {
    assertEquals(.0972789305, Bounds.mcAllesterSchapire(50, 10_000, DELTA), 5.01e-11);
    assertEquals(1, Bounds.mcAllesterSchapire(3, 10, DELTA));
  }

  @ParameterizedTest
  @CsvSource({"1, .05, 134", "2, .05, 174", "5, .05, 277"})
  void trainingRunsNeeded(int k, double risk, int expected) {
    assertEquals(expected, Bounds.trainingRunsNeeded(k, risk, DELTA));
  }

  @ParameterizedTest
  @CsvSource({"0, .99", "0, .01", "3, .1", "12, .02", "40, .3"})
  void trainingRunsNeededAreTheFewest(int k, double risk) {
    int runs = Bounds.trainingRunsNeeded(k, risk, DELTA);
    assertTrue(Bounds.pickToLearn(k, runs, DELTA) <= risk);
    assertTrue(runs == 1 || Bounds.pickToLearn(k, runs - 1, DELTA) > risk);
  }

  @ParameterizedTest
  @CsvSource({".1, 29", ".05, 59", ".02, 149", ".01, 299", ".001, 2995", ".95, 1"})
  void canaryRunsNeeded(double risk, int expected) {
    assertEquals(expected, Bounds.canaryRunsNeeded(risk, DELTA));
  }

  @Test
  void countsOutOfRangeAreRefused() {
    assertRefused(() -> Bounds.clopperPearsonUpper(3, 2, DELTA));
    assertRefused(() -> Bounds.clopperPearsonUpper(-1, 2, DELTA));
    assertRefused(() -> Bounds.clopperPearson(0, 0, DELTA));
    assertRefused(() -> Bounds.zeroFailure(0, DELTA));
    assertRefused(() -> Bounds.pickToLearn(3, 2, DELTA));
    assertRefused(() -> Bounds.littlestoneWarmuth(-1, 2, DELTA));
    assertRefused(() -> Bounds.mcAllesterSchapire(2, 1, DELTA));
    assertRefused(() -> Bounds.canaryRunsNeeded(1e-9, DELTA));
    assertRefused(() -> Bounds.trainingRunsNeeded(1, 0, DELTA));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-.1, 0, 1, Double.NaN})
  void aDeltaThatIsNoChanceIsRefused(double delta) {
    assertRefused(() -> Bounds.clopperPearson(1, 2, delta));
    assertRefused(() -> Bounds.zeroFailure(1, delta));
    assertRefused(() -> Bounds.pickToLearn(1, 2, delta));
    assertRefused(() -> Bounds.littlestoneWarmuth(1, 2, delta));
    assertRefused(() -> Bounds.trainingRunsNeeded(1, .05, delta));
    assertRefused(() -> Bounds.canaryRunsNeeded(.05, delta));
  }

  private static void assertRefused(Executable call) {
    assertThrows(IllegalArgumentException.class, call);
  }
}

package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FisherTestTest {
  /** Worked by hand from binomials, and the tea tasting of Fisher (1935): 34/70. */
  @ParameterizedTest
  @CsvSource({
    "3,4, 1,4, 0.4857142857",
    "4,4, 0,4, 0.0285714286",
    "1,24, 0,24, 1",
    "0,24, 24,24, 6.20201e-14",
    "3,3, 0,3, 0.1",
    "10,24, 0,24, 0.000599697",
    "5,5, 7,7, 1",
    "0,0, 3,9, 1",
    "1,15, 12,14, 2.18673e-05",
  })
  void pValuesAreThoseOfTheTables(int with, int runs, int otherWith, int otherRuns, double p) {
    double actual = FisherTest.of(with, runs, otherWith, otherRuns).p();
    assertEquals(p, actual, Math.max(p * 1e-3, 1e-16));
    assertEquals(actual, FisherTest.of(otherWith, otherRuns, with, runs).p(), 1e-12);
  }

  @Test
  void theLeastIsWhatAnyOutcomeCouldReach() {
    for (int runs = 1; runs <= 7; runs++) {
      for (int others = 1; others <= 7; others++) {
        for (int having = 0; having <= runs + others; having++) {
          double least = 1;
          for (int k = Math.max(0, having - others); k <= Math.min(having, runs); k++) {
            least = Math.min(least, FisherTest.of(k, runs, having - k, others).p());
          }
          int k = Math.max(0, having - others);
          assertEquals(least, FisherTest.of(k, runs, having - k, others).least(), 1e-9);
        }
      }
    }
  }

  @Test
  void impossibleCountsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> FisherTest.of(3, 2, 0, 2));
    assertThrows(IllegalArgumentException.class, () -> FisherTest.of(0, 2, -1, 2));
  }

  /** The example of Benjamini and Hochberg (1995), section 4: four of fifteen at 0.05. */
  @Test
  void theExampleOfThePaperRejectsFour() {
    double[] p = {
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
      0.5719, 0.6528, 0.7590, 1.0000
    };
    double[] adjusted = FalseDiscovery.adjust(p);
    for (int i = 0; i < p.length; i++) {
      assertEquals(i < 4, adjusted[i] <= 0.05, "test " + i);
      assertTrue(adjusted[i] >= p[i]);
    }
    assertArrayEquals(
        new double[] {0.04, 0.04, 0.02},
        FalseDiscovery.adjust(new double[] {0.03, 0.04, 0.02 / 3}),
        1e-12);
    assertEquals(0, FalseDiscovery.adjust(new double[0]).length);
  }
}

package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncidenceTest {
  @Test
  void runsAreCountedByFeature() {
    Incidence incidence =
        Incidence.of(
            List.of(
                BitSet.valueOf(new long[] {0b1011}),
                BitSet.valueOf(new long[] {0b0011}),
                BitSet.valueOf(new long[] {0b100001, 0b1})));
    assertEquals(3, incidence.runs());
    assertEquals(5, incidence.observed());
    assertEquals(8, incidence.incidences());
    assertEquals(3, incidence.inExactly(1));
    assertEquals(1, incidence.inExactly(2));
    assertEquals(1, incidence.inExactly(3));
  }

  @Test
  void publishedSummariesAreReproduced() {
    assertSummary(IncidenceSamples.ETOSHA_PAN, 19, 216, 516, 107, 44);
    assertSummary(IncidenceSamples.CENTRAL_NAMIB, 17, 130, 379, 63, 28);
    assertSummary(IncidenceSamples.SOUTHERN_NAMIB, 15, 150, 358, 82, 28);
    assertSummary(IncidenceSamples.COTTONTAIL, 18, 76, 142, 43, 16);
    assertSummary(IncidenceSamples.SEED_BANK, 121, 34, 461, 3, 2);
    assertSummary(IncidenceSamples.NO_DOUBLES, 12, 10, 22, 4, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4})
  void aCountOutsideTheRunsIsRefused(int count) {
    assertThrows(IllegalArgumentException.class, () -> Incidence.ofCounts(3, new int[] {1, count}));
  }

  @Test
  void oneRunOrNoFeatureIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Incidence.ofCounts(1, new int[] {1}));
    assertThrows(IllegalArgumentException.class, () -> Incidence.ofCounts(3, new int[] {0, 0}));
    assertThrows(
        IllegalArgumentException.class, () -> Incidence.of(List.of(new BitSet(), new BitSet())));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13})
  void aFrequencyOutsideTheRunsIsRefused(int j) {
    assertThrows(IllegalArgumentException.class, () -> IncidenceSamples.NO_DOUBLES.inExactly(j));
  }

  private static void assertSummary(
      Incidence incidence, int runs, int observed, long incidences, int q1, int q2) {
    assertEquals(runs, incidence.runs());
    assertEquals(observed, incidence.observed());
    assertEquals(incidences, incidence.incidences());
    assertEquals(q1, incidence.inExactly(1));
    assertEquals(q2, incidence.inExactly(2));
  }
}

package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class RatioEstimateTest {
  @Test
  void runsAreClusters() {
    RatioEstimate estimate =
        RatioEstimate.of(new long[] {0, 3, 0, 1}, new long[] {100, 200, 50, 150});
    assertEquals(.008, estimate.rate(), 1e-15);
    assertEquals(.0038643671, estimate.standardError(), 5.01e-11);
    Interval interval = estimate.interval95().orElseThrow();
    assertEquals(0, interval.low());
    assertEquals(.0202981409, interval.high(), 1e-9);
  }

  @Test
  void withoutDenialsThereIsNoInterval() {
    RatioEstimate estimate = RatioEstimate.of(new long[] {0, 0}, new long[] {7, 0});
    assertEquals(0, estimate.rate());
    assertEquals(Optional.empty(), estimate.interval95());
  }

  @Test
  void impossibleCountsAreRefused() {
    assertRefused(new long[] {1}, new long[] {2});
    assertRefused(new long[] {1, 0}, new long[] {2});
    assertRefused(new long[] {0, 3}, new long[] {2, 2});
    assertRefused(new long[] {0, -1}, new long[] {2, 2});
    assertRefused(new long[] {0, 0}, new long[] {0, 0});
  }

  private static void assertRefused(long[] denied, long[] events) {
    assertThrows(IllegalArgumentException.class, () -> RatioEstimate.of(denied, events));
  }
}

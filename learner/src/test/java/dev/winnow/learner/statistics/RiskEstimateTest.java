package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RiskEstimateTest {
  @Test
  void runsAreCounted() {
    RiskEstimate risk = RiskEstimate.of(Runs.of("abc", "abd", "cd", "ab"));
    assertEquals(new RiskEstimate(4, 0, 2), risk);
    assertEquals(new RiskEstimate(3, 1, 1), RiskEstimate.of(Runs.of("ab", "abz", "a")));
  }

  @Test
  void numbers() {
    RiskEstimate risk = new RiskEstimate(24, 1, 4);
    assertEquals(1 / 24.0, risk.estimate());
    assertEquals(.18289247, risk.approximateUpper(), 5.01e-9);
    assertEquals(.4295274174, risk.certified(), 1e-10);
  }

  @Test
  void sentence() {
    assertEquals(
        "Next-run denial: estimate 4.2 % (1 of 24 runs; approx. 95 % ≤ 18.3 %)."
            + " Certified ≤ 31.6 % (k=2, N=24)."
            + " To certify ≤ 5 %: 59 clean canary runs, or 134 training runs at k=1.",
        new RiskEstimate(24, 1, 2).sentence());
  }

  @Test
  void oneRunSaysNothing() {
    assertEquals(
        "Next-run denial: no estimate from one run. Record more runs with -n RUNS.",
        new RiskEstimate(1, 1, 1).sentence());
  }

  @Test
  void fewRunsCertifyNothing() {
    assertEquals(
        "Next-run denial: estimate 100.0 % (3 of 3 runs; approx. 95 % ≤ 100.0 %)."
            + " Certified: nothing, the bound is 100 % (k=3, N=3)."
            + " To certify ≤ 5 %: 59 clean canary runs, or 134 training runs at k=1.",
        new RiskEstimate(3, 3, 3).sentence());
  }

  @Test
  void whatIsCertifiedNeedsNoMoreRuns() {
    assertEquals(
        "Next-run denial: estimate 0.0 % (0 of 134 runs; approx. 95 % ≤ 2.3 %)."
            + " Certified ≤ 5.0 % (k=1, N=134).",
        new RiskEstimate(134, 0, 1).sentence());
  }

  @Test
  void boundsAreRoundedUp() {
    // .1674845584 and .1173461620
    assertEquals(
        "Next-run denial: estimate 0.0 % (0 of 24 runs; approx. 95 % ≤ 11.8 %)."
            + " Certified ≤ 16.8 % (k=0, N=24)."
            + " To certify ≤ 5 %: 59 clean canary runs, or 134 training runs at k=1.",
        new RiskEstimate(24, 0, 0).sentence());
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "3, 0, 4", "3, 2, 1", "3, -1, 1"})
  void impossibleCountsAreRefused(int runs, int denied, int k) {
    assertThrows(IllegalArgumentException.class, () -> new RiskEstimate(runs, denied, k));
  }

  @Test
  void noRunsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> RiskEstimate.of(List.of()));
  }
}

package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskCurveTest {
  @Test
  void itEndsWithTheEstimateOfAllRuns() {
    for (long seed = 0; seed < 30; seed++) {
      List<BitSet> runs = Runs.random(seed);
      if (runs.size() >= 2) {
        RiskCurve.Point last = RiskCurve.of(runs).points().getLast();
        double estimate = (double) LeaveOneRunOut.denied(runs) / runs.size();
        assertEquals(runs.size(), last.runs(), "seed " + seed);
        assertEquals(estimate, last.mean(), 1e-9, "seed " + seed);
        assertEquals(estimate, last.least(), 1e-9, "seed " + seed);
        assertEquals(estimate, last.most(), 1e-9, "seed " + seed);
        assertTrue(last.bound() >= estimate, "seed " + seed);
      }
    }
  }

  /** Pairs of {a}, {a}, {ab}: of the three pairs two contain ab, which is one of two runs. */
  @Test
  void fewerRunsAreAMeanOfOrders() {
    RiskCurve.Point two = RiskCurve.of(Runs.of("a", "a", "ab")).points().getFirst();
    assertEquals(2, two.runs());
    // Of 100 orders; three standard errors of a share of 2/3 halved are 0.07.
    assertEquals(1.0 / 3, two.mean(), 0.08);
    assertEquals(0, two.least());
    assertEquals(0.5, two.most());
  }

  @Test
  void theBoundIsThatOfTheEstimate() {
    RiskCurve.Point point = new RiskCurve.Point(24, 1.0 / 24, 0, 0);
    assertEquals(new RiskEstimate(24, 1, 1).approximateUpper(), point.bound(), 1e-9);
    assertEquals(1, new RiskCurve.Point(3, 1, 1, 1).bound());
  }

  @Test
  void manyRunsGiveFewPoints() {
    List<BitSet> runs = Runs.of("a", "a");
    assertEquals(1, RiskCurve.of(runs).points().size());
    List<BitSet> many = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      many.add(runs.getFirst());
    }
    assertTrue(RiskCurve.of(many).points().size() <= 41);
  }

  @Test
  void oneRunHasNoCurve() {
    assertThrows(IllegalArgumentException.class, () -> RiskCurve.of(Runs.of("a")));
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Kind;
import org.junit.jupiter.api.Test;

class PriorTest {
  private static final Prior ENUM = Prior.of(Kind.ENUM, Level.EXACT);

  @Test
  void theRiskIsThatOfTheBetaBinomialTimesTheShareOfRunsWithTheSyscall() {
    assertEquals(.0028719127, ENUM.risk(24, 24, 0), 1e-10);
    assertEquals(.0083277815, ENUM.risk(24, 12, 1), 1e-10);
  }

  @Test
  void oneRunAloneIsNoEvidence() {
    assertEquals(ENUM.risk(24, 1, 0), ENUM.risk(24, 1, 1));
  }

  @Test
  void fewRunsAreTrustedLess() {
    assertEquals(2 * .25 / (.5 + 62.8 + 12), ENUM.risk(12, 12, 0), 1e-12);
    assertTrue(ENUM.risk(20, 20, 0) < ENUM.risk(19, 19, 0) / 1.5);
  }

  @Test
  void whatIsSeenHereCanOutweighTheTable() {
    for (Kind kind : Kind.values()) {
      for (Level level : Level.values()) {
        Prior prior = Prior.of(kind, level);
        assertTrue(prior.a() > 0 && prior.a() + prior.b() <= 100 + 1e-9, kind + " " + level);
      }
    }
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Kind;
import org.junit.jupiter.api.Test;

class PriorTest {
  private static final Prior ENUM = Prior.of(Kind.ENUM, Level.EXACT);

  /** With all weight on novelties; numbers worked apart. */
  @Test
  void theRiskIsThatOfTheBetaBinomialTimesTheShareOfRunsWithTheSyscall() {
    Prior prior = new Prior(.25, 62.8, 1);
    assertEquals(.0028719127, prior.risk(24, 24, 0), 1e-10);
    assertEquals(.0083277815, prior.risk(24, 12, 1), 1e-10);
  }

  @Test
  void aNoveltyCountsInPart() {
    assertEquals(.5 * (.2 + .3 * 2) / (.2 + 1 + 12), new Prior(.2, 1, .3).risk(24, 12, 2), 1e-12);
  }

  @Test
  void oneRunAloneIsNoEvidence() {
    assertEquals(ENUM.risk(24, 1, 0), ENUM.risk(24, 1, 1));
  }

  @Test
  void moreRunsThatAgreeAreTrustedMore() {
    for (Kind kind : Kind.values()) {
      for (Level level : Level.values()) {
        Prior prior = Prior.of(kind, level);
        assertTrue(
            prior.risk(24, 24, 0) < prior.risk(12, 12, 0)
                && prior.risk(12, 12, 0) < prior.risk(2, 2, 0),
            kind + " " + level);
      }
    }
  }

  @Test
  void whatIsSeenHereCanOutweighTheTable() {
    for (Kind kind : Kind.values()) {
      for (Level level : Level.values()) {
        Prior prior = Prior.of(kind, level);
        assertTrue(prior.a() > 0 && prior.a() + prior.b() <= 24, kind + " " + level);
      }
    }
  }

  @Test
  void whatIsAlikeBreaksLessOftenThanWhatWasSeenAlone() {
    for (Kind kind : new Kind[] {Kind.ENUM, Kind.FLAGS, Kind.MODE}) {
      double alike = Prior.of(kind, Level.ALIKE).risk(24, 24, 0);
      assertTrue(alike < Prior.of(kind, Level.EXACT).risk(24, 24, 0), kind + "");
    }
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Evidence;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InformationTest {
  /** Runs {read}, {read, getpid}, {read, getuid}, {read, getpid}: Y = 4, 2, 1; Q1 = 1, Q2 = 1. */
  private static Evidence runs() {
    return new Recording("a")
        .call("read")
        .evidence()
        .join(new Recording("b").call("read").call("getpid").evidence())
        .join(new Recording("c").call("read").call("getuid").evidence())
        .join(new Recording("d").call("read").call("getpid").evidence());
  }

  @Test
  void itIsWhatTheEstimatorsSay() {
    Information information = Information.of(runs(), Template.NAMES).orElseThrow();
    assertEquals(3, information.features());
    assertEquals(3 + 0.75 / 2, information.chao2().features(), 1e-12, "D + (T-1)/T Q1²/(2 Q2)");
    assertTrue(information.next() > 0 && information.next() < 1);
    assertTrue(information.sentence().contains("None of this is a risk"), information.sentence());
  }

  @Test
  void oneRunSaysNothing() {
    Evidence one = new Recording("a").call("read").evidence();
    assertEquals(Optional.empty(), Information.of(one, Template.NAMES));
  }
}

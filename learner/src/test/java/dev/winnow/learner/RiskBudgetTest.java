package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiskBudgetTest {
  private static LearnedPolicy learn(Evidence evidence, double alpha) {
    return Learner.learn(evidence, new LearnOptions(new RiskBudget(alpha), Action.errno(1), false));
  }

  /** Twenty-four runs that agree on mmap and ioctl, and disagree on what they seek and read. */
  private static Evidence runs() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 24; i++) {
      Recording run = new Recording("run" + i).call("mmap", 0, 4096, 3, 0x22, -1, 0);
      for (int j = 0; j < 50; j++) {
        run.call("read", 3 + i, 0, 1L << (i + 13));
      }
      evidence =
          evidence.join(run.call("ioctl", 0, 0x5401, 0).call("lseek", 3, i, i % 12).evidence());
    }
    return evidence;
  }

  @Test
  void aConstraintIsChosenWhereTheRunsAgree() {
    String policy = Policies.print(learn(runs(), 0.05).policy());
    assertTrue(policy.contains("cmd == TCGETS"), policy);
    assertTrue(policy.contains("PROT_READ | PROT_WRITE"), policy);
    assertTrue(policy.contains("sys_read: 1\n"), policy);
  }

  @Test
  void theTemplateFoundGivesTheSamePolicyAsAFile() throws TemplateSyntaxException {
    LearnedPolicy found = learn(runs(), 0.05);
    Template file = Templates.parse("t", Templates.print(found.template()));
    LearnedPolicy fixed = Learner.learn(runs(), new LearnOptions(file, Action.errno(1), false));
    assertEquals(Policies.print(found.policy()), Policies.print(fixed.policy()));
    assertTrue(fixed.risk().basis().fixed());
    assertFalse(found.risk().basis().fixed());
    assertEquals(1, found.risk().certified(), "nothing is certified by runs that chose");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.005, 0.02, 0.05, 0.1, 0.3})
  void thePredictionStaysWithinTheBudget(double alpha) {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Evidence evidence = Evidence.NONE;
      for (int run = 0; run < 6; run++) {
        evidence = evidence.join(Recording.generate(random, "run" + run).evidence());
      }
      double predicted = learn(evidence, alpha).predicted();
      assertTrue(predicted <= alpha + 1e-9, "seed " + seed + ": " + predicted);
    }
  }

  @Test
  void moreRiskRemovesMore() {
    Evidence evidence = runs();
    Units units = Units.of(evidence.withoutRoles());
    double before = 0;
    for (double alpha : List.of(0.001, 0.003, 0.01, 0.03, 0.1, 0.3)) {
      double gain =
          Selection.of(evidence.withoutRoles(), units, new RiskBudget(alpha)).chosen().stream()
              .mapToDouble(Candidate::gain)
              .sum();
      assertTrue(gain >= before, alpha + ": " + gain + " < " + before);
      before = gain;
    }
    assertTrue(before > 0);
  }

  @Test
  void everyRecordedEventIsAllowed() {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Recording first = Recording.generate(random, "a");
      Recording second = Recording.generate(random, "b");
      Replay replay = new Replay(learn(first.evidence().join(second.evidence()), 0.2).policy());
      first.play(replay);
      second.play(replay);
      assertEquals(List.of(), replay.findings(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, Double.NaN, 5})
  void aRiskIsAProbability(double alpha) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new RiskBudget(alpha)).getMessage();
    assertTrue(String.valueOf(message).contains("not above 0 and below 1"), message);
  }
}

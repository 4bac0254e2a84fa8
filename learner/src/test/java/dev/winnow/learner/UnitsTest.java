package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Action;
import dev.winnow.traces.Evidence;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private static RiskEstimate risk(Evidence evidence) {
    return Learner.learn(evidence, new LearnOptions(Template.DEFAULT, Action.errno(1), false))
        .risk();
  }

  private static Recording run(String id, String command) {
    return new Recording(id).command(command).call("read", 3, 0, 1);
  }

  @Test
  void repeatsOfOneScenarioBuyNoConfidence() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 100; i++) {
      evidence = evidence.join(run("r" + i, "ls").call("lseek", 3, i, 0).evidence());
    }
    RiskEstimate risk = risk(evidence);
    assertEquals(1, risk.runs());
    assertEquals(99, risk.basis().repeats());
    assertEquals(
        "Next-run denial: no estimate from one scenario: 99 repeats of the same. Record runs that"
            + " differ as production does.",
        risk.sentence());
  }

  @Test
  void runsThatBehaveDifferentlyOrOfOtherCommandsAreNoRepeats() {
    Evidence evidence = run("a", "ls").evidence().join(run("b", "ls").call("getpid").evidence());
    assertEquals(2, risk(evidence).runs());
    assertEquals(3, risk(evidence.join(run("c", "ls /").evidence())).runs());
    assertEquals(
        4, risk(evidence.join(run("c", "").evidence()).join(run("d", "").evidence())).runs());
  }

  @Test
  void runsOfAGroupCountAsOne() {
    Evidence first =
        run("a", "").call("lseek", 3, 0, 0).evidence().join(run("b", "").call("fsync").evidence());
    Evidence all =
        first
            .inGroup("one")
            .join(run("c", "").evidence().inGroup("two"))
            .join(run("d", "").evidence().inGroup("three"));
    RiskEstimate risk = risk(all);
    assertEquals(3, risk.runs());
    assertEquals(1, risk.denied(), "a and b are left out together");
    assertTrue(
        risk.sentence().startsWith("Next-run denial: estimate 33.3 % (1 of 3 groups; "),
        risk.sentence());
    assertEquals(4, risk(first.join(run("c", "").evidence()).join(run("d", "").evidence())).runs());
  }

  @Test
  void underAChosenTemplateNothingIsCertified() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 8; i++) {
      evidence = evidence.join(run("r" + i, "").evidence());
    }
    RiskEstimate risk =
        Learner.learn(evidence, new LearnOptions(new RiskBudget(0.05), Action.errno(1), false))
            .risk();
    assertEquals(
        "Next-run denial: estimate 0.0 % (0 of 8 runs; approx. 95 % ≤ 31.3 %). Certified: nothing,"
            + " for the template was chosen on these runs (N=8). To certify ≤ 5 %: 59 clean canary"
            + " runs, or 134 training runs at k=1 under a fixed template.",
        risk.sentence());
  }

  @Test
  void valuesThatAreTooManyToBeKeptCertifyNothingExactly() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 100; i++) {
      evidence = evidence.join(new Recording("r" + i).call("lseek", 3, 1000L * i, 0).evidence());
    }
    RiskEstimate exact =
        Learner.learn(evidence, new LearnOptions(Template.EXACT, Action.errno(1), false)).risk();
    assertTrue(exact.k() > 64, "it takes 65 runs to show that there are more than 64 offsets");
    assertEquals(1, risk(evidence).k());
  }
}

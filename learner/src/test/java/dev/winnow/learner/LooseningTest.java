package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.PolicySyntaxException;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LooseningTest {
  private static Policy policy(String rules) throws PolicySyntaxException {
    return Policies.parse("p", "arch x86_64\ndefault errno(EPERM)\n" + rules);
  }

  @Test
  void whatTheOldPolicyPermitsIsKeptAndMarked()
      throws PolicySyntaxException, DiagramLimitException {
    Loosening loosening =
        Loosening.of(
            policy("sys_read: 1\nsys_ioctl: cmd == TCGETS\nsys_lseek: 1"),
            policy("sys_read: fd == 0\nsys_ioctl: cmd in {TCGETS, TIOCGWINSZ}\nsys_openat: 1"));
    assertEquals(List.of("sys_lseek", "sys_read"), loosening.kept());
    String text = Policies.print(loosening.policy());
    assertTrue(text.contains("sys_read: 1                   # kept: an update"), text);
    assertTrue(text.contains("\nsys_ioctl: cmd in {TCGETS, TIOCGWINSZ}\n"), text);
    assertTrue(text.contains("\nsys_openat: 1\n"), text);
  }

  @Test
  void aDenyingRuleIsNoBarToWhatWasPermitted() throws PolicySyntaxException, DiagramLimitException {
    Policy old = policy("sys_clone3: 1");
    Loosening loosening = Loosening.of(old, policy("sys_clone3: 1 -> errno(ENOSYS)"));
    assertTrue(PolicyDiff.subset(old, loosening.policy()));
  }

  @Test
  void anUpdateOnlyLoosensAndSettles() throws DiagramLimitException {
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LearnOptions options =
          new LearnOptions(ClosureTest.anyTemplate(random), Action.errno(1), seed % 2 == 0);
      Policy old = Learner.learn(Recording.generate(random, "a").evidence(), options).policy();
      Policy learned =
          Learner.learn(Recording.generate(random, "b").evidence(), LearnOptions.DEFAULT).policy();
      Policy updated = Loosening.of(old, learned).policy();
      assertTrue(PolicyDiff.subset(old, updated), "seed " + seed + ": something was taken away");
      assertTrue(PolicyDiff.subset(learned, updated), "seed " + seed + ": not what was learned");
      assertEquals(
          Policies.print(updated),
          Policies.print(Loosening.of(updated, learned).policy()),
          "seed " + seed + ": a second update changes something");
    }
  }

  @Test
  void aPolicyThatPermitsByDefaultCannotBeUpdated() throws PolicySyntaxException {
    Policy old = Policies.parse("p", "arch x86_64\ndefault log\n");
    Policy learned = policy("sys_read: 1");
    assertThrows(IllegalArgumentException.class, () -> Loosening.of(old, learned));
  }
}

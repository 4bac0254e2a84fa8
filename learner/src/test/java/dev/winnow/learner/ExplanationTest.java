package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.traces.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static Evidence runs() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 24; i++) {
      Recording run = new Recording("r" + i).call("ioctl", 0, 0x5401, 0).call("read", 3, 0, 1);
      evidence = evidence.join((i == 5 ? run.call("ioctl", 1, 0x5413, 0) : run).evidence());
    }
    return evidence;
  }

  private static Explanation why(Choice choice) {
    return Learner.why(runs(), new LearnOptions(choice, Action.errno(1), false), "ioctl")
        .getFirst();
  }

  @Test
  void itSaysWhatWasSeenWhatWasPossibleAndWhatDecided() {
    Explanation why = why(new RiskBudget(0.05));
    assertEquals(24, why.using());
    assertTrue(
        why.values().get(1).startsWith("cmd (enum): TCGETS in 24 runs, TIOCGWINSZ in 1 run"));
    Candidate exact =
        why.candidates().stream()
            .filter(c -> c.name().argument().equals("cmd"))
            .findFirst()
            .orElseThrow();
    assertEquals(1, exact.novel(), "run 5 alone has TIOCGWINSZ");
    assertEquals("cmd in {TCGETS, TIOCGWINSZ}", exact.text());
    assertTrue(why.chosen().contains(exact));
    String text = why.text();
    for (String part :
        List.of("sys_ioctl (x86_64): in 24 of 24 runs", "* exact", "\nwhy: of all")) {
      assertTrue(text.contains(part), text);
    }
  }

  @Test
  void aFixedTemplateDecidesByItself() {
    Explanation why = why(Template.DEFAULT);
    assertTrue(why.reason().startsWith("the template default fixes the level"), why.reason());
    assertTrue(
        why.values().get(1).contains("; alike (any values): asks about a terminal"),
        why.values().get(1));
    assertEquals(
        "cmd in {TCGETS, TIOCGPGRP, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX}", why.rule());
  }

  @Test
  void aCallThatNobodyMadeHasNoExplanation() {
    assertEquals(List.of(), Learner.why(runs(), LearnOptions.DEFAULT, "socket"));
  }

  @Test
  void allAtOnceAreTheSameAsOneByOne() {
    List<Explanation> all = Learner.why(runs(), LearnOptions.DEFAULT);
    assertEquals(List.of("read", "ioctl"), all.stream().map(Explanation::syscall).toList());
    for (Explanation one : all) {
      assertEquals(List.of(one), Learner.why(runs(), LearnOptions.DEFAULT, one.syscall()));
    }
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StagesTest {
  private static final LearnOptions OPTIONS =
      new LearnOptions(Template.DEFAULT, Action.errno(1), false);

  /** A server that opens files before it listens, and reads afterwards. */
  private static Recording server(String id) {
    return new Recording(id)
        .call("openat", -100, 0, 0)
        .call("mmap", 0, 4096, 5, 2, 3, 0)
        .call("socket", 1, 1, 0)
        .call("bind")
        .call("listen")
        .call("uname")
        .call("epoll_wait")
        .call("accept4")
        .call("recvfrom")
        .call("sendto")
        .call("close")
        .call("epoll_wait")
        .call("accept4")
        .call("exit_group");
  }

  private static Evidence servers() {
    return server("a").evidence().join(server("b").evidence()).join(server("c").evidence());
  }

  @Test
  void afterAMarkerOnlyWhatCameAfterItIsAllowed() {
    Stage stage = Stages.of(servers(), OPTIONS).after("listen");
    String policy = Policies.print(stage.learned().policy());
    assertTrue(policy.contains("sys_accept4"), policy);
    for (String before : List.of("sys_openat", "sys_mmap", "sys_socket", "sys_listen")) {
      assertFalse(policy.contains(before), policy);
    }
    assertEquals(Optional.of(new Marker(Arch.X86_64, 50)), stage.marker());
    assertEquals(7, stage.syscalls());
    assertEquals(12, stage.all());
    assertEquals(0, stage.learned().risk().denied());
    assertTrue(stage.saved() > 0.4, stage.sentence());
    assertTrue(stage.sentence().contains("Next-run denial: estimate 0.0 %"), stage.sentence());
    assertTrue(stage.where().contains("first listen of a process has returned"), stage.where());
  }

  @Test
  void autoTakesWhereTheServerWaitsAndWhatIsWorthAFilterOnTheWay() {
    List<Stage> stages = Stages.of(servers(), OPTIONS).auto();
    assertEquals(
        List.of("after-socket", "after-bind", "after-epoll_wait"),
        stages.stream().map(Stage::name).toList());
    assertEquals(List.of(9, 8, 6), stages.stream().map(Stage::syscalls).toList());
  }

  @Test
  void aPhaseThatARunBreaksAnewIsNotChosenByItself() {
    Evidence odd = server("d").call("openat", -100, 0, 0).evidence();
    assertEquals(
        1, Stages.of(servers().join(odd), OPTIONS).after("epoll_wait").learned().risk().denied());
    assertEquals(List.of(), Stages.of(servers().join(odd), OPTIONS).auto());
  }

  @Test
  void aStageOnlyReduces() throws DiagramLimitException {
    for (int seed = 0; seed < 40; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Evidence evidence =
          Recording.generate(random, "a")
              .evidence()
              .join(Recording.generate(random, "b").evidence());
      LearnOptions options =
          new LearnOptions(ClosureTest.anyTemplate(random), Action.errno(1), seed % 2 == 0);
      for (String marker : List.of("read", "openat", "mmap", "kill")) {
        try {
          Stage stage = Stages.of(evidence, options).after(marker);
          assertTrue(
              PolicyDiff.subset(
                  stage.learned().policy(), Learner.learn(evidence, options).policy()),
              "seed " + seed + " after " + marker);
        } catch (IllegalArgumentException e) {
          assertTrue(
              String.valueOf(e.getMessage()).startsWith("no"), "made by no run, or the last");
        }
      }
    }
  }

  /** As that of the whole: of the policy that is written. */
  @Test
  void theRiskOfAStageCountsWhatIsAddedUnseen() {
    Evidence evidence = servers();
    for (String id : List.of("d", "e", "f")) {
      Recording run = server(id).call("unlink", 0);
      evidence = evidence.join((id.equals("f") ? run.call("rename", 0, 0) : run).evidence());
    }
    assertEquals(1, Stages.of(evidence, OPTIONS).after("listen").learned().risk().denied());
    assertEquals(
        0, Stages.of(evidence, LearnOptions.DEFAULT).after("listen").learned().risk().denied());
    assertEquals(0, Learner.learn(evidence, LearnOptions.DEFAULT).risk().denied());
  }

  @Test
  void aMarkerThatNobodyCallsIsAnError() {
    assertThrows(IllegalArgumentException.class, () -> Stages.of(servers(), OPTIONS).after("fork"));
  }

  @Test
  void leavingRunsOutGivesTheEvidenceOfTheOthers() {
    for (int seed = 0; seed < 100; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Evidence first = Recording.generate(random, "a").evidence();
      Evidence second = Recording.generate(random, "b").evidence();
      Evidence third = Recording.generate(random, "c").evidence();
      Evidence all = first.join(second).join(third);
      assertEquals(first.join(third), all.without(Set.of("b")), "seed " + seed);
      assertEquals(second, all.without(Set.of("a", "c")), "seed " + seed);
    }
  }
}

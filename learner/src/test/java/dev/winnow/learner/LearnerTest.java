package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Replay;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
  private static final LearnOptions PLAIN =
      new LearnOptions(Template.DEFAULT, Action.errno(1), false);

  private static Policy learn(Template template, Recording... recordings) {
    Evidence evidence = Evidence.NONE;
    for (Recording recording : recordings) {
      evidence = evidence.join(recording.evidence());
    }
    return Learner.learn(evidence, new LearnOptions(template, Action.errno(1), false)).policy();
  }

  private static boolean allows(Policy policy, String name, long... args) {
    SeccompData event =
        SeccompData.of(Arch.X86_64.auditToken(), Recording.syscall(name).number(), args);
    return Evaluator.decide(policy, event).permits();
  }

  private static String ruleOf(String name, Policy policy) {
    return Policies.print(policy)
        .lines()
        .filter(line -> line.startsWith("sys_" + name + ":"))
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "names", "exact"})
  void everyRecordedEventIsAllowed(String name) {
    Template template = Objects.requireNonNull(Template.named(name));
    for (int seed = 0; seed < 200; seed++) {
      Recording recording = Recording.generate(new Random(seed), "run");
      Replay replay = new Replay(learn(template, recording));
      recording.play(replay);
      assertEquals(List.of(), replay.findings(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "names", "exact"})
  void moreRunsNeverShrinkAPolicy(String name) throws DiagramLimitException {
    Template template = Objects.requireNonNull(Template.named(name));
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      Evidence first = Recording.generate(random, "a").evidence();
      Evidence second = Recording.generate(random, "b").evidence();
      LearnOptions options = new LearnOptions(template, Action.errno(1), seed % 2 == 0);
      Policy small = Learner.learn(first, options).policy();
      Policy large = Learner.learn(first.join(second), options).policy();
      Diagram diagram = new Diagram();
      int less = diagram.permitted(PolicyDiagram.of(diagram, small));
      int more = diagram.permitted(PolicyDiagram.of(diagram, large));
      assertEquals(
          Diagram.FALSE, diagram.and(less, diagram.not(more)), "seed " + seed + ": it shrank");
    }
  }

  @Test
  void orderAndPartitionOfTheInputsDoNotMatter() {
    for (int seed = 0; seed < 30; seed++) {
      Random random = new Random(seed);
      List<Recording> recordings = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        recordings.add(Recording.generate(random, "run" + i));
      }
      String inOrder =
          Policies.print(learn(Template.DEFAULT, recordings.toArray(new Recording[0])));
      Collections.shuffle(recordings, random);
      recordings.add(recordings.getFirst());
      assertEquals(
          inOrder,
          Policies.print(learn(Template.DEFAULT, recordings.toArray(new Recording[0]))),
          "seed " + seed);
    }
  }

  @Test
  void writableAndExecutableMemoryIsAllowedIfItWasSeenAndOnlyThen() {
    Recording plain =
        new Recording("w^x")
            .call("mmap", 0, 4096, 3, 0x22, -1, 0)
            .call("mmap", 0, 4096, 5, 0x22, -1, 0);
    Recording both = new Recording("rwx").call("mmap", 0, 4096, 7, 0x22, -1, 0);
    assertFalse(allows(learn(Template.DEFAULT, plain), "mmap", 0, 4096, 7, 0x22, -1, 0));
    assertTrue(allows(learn(Template.DEFAULT, both), "mmap", 0, 4096, 7, 0x22, -1, 0));
    assertTrue(allows(learn(Template.DEFAULT, plain, both), "mmap", 0, 4096, 7, 0x22, -1, 0));
  }

  @Test
  void anUpperHalfThatTheKernelIgnoresDoesNotMatter() {
    Policy policy = learn(Template.DEFAULT, new Recording("r").call("openat", -100, 0, 0x80000, 0));
    assertTrue(allows(policy, "openat", 0xffffff9cL, 0, 0xdead_0008_0000L, 0));
    assertFalse(allows(policy, "openat", 0xffffff9cL, 0, 0x80001L, 0));
  }

  @Test
  void flagsAreConstrainedByTheirBitsAndEnumsByTheirValues() {
    Policy policy =
        learn(
            Template.SEEN,
            new Recording("r")
                .call("openat", -100, 0, 0x80000, 0)
                .call("openat", -100, 0, 0x10000, 0)
                .call("lseek", 3, 0, 0)
                .call("lseek", 3, 0, 2));
    assertEquals("sys_openat: (flags & ~(O_DIRECTORY | O_CLOEXEC)) == 0", ruleOf("openat", policy));
    assertTrue(allows(policy, "openat", 0, 0, 0x90000, 0));
    assertEquals("sys_lseek: whence in {SEEK_SET, SEEK_END}", ruleOf("lseek", policy));
    assertFalse(allows(policy, "lseek", 0, 0, 1));
  }

  @Test
  void aCallThatTheKernelDidNotKnowIsKeptAndMarked() {
    Recording refused = new Recording("a").returning(-38, "openat2", -100, 0, 0, 24);
    String comment =
        "# the kernel that recorded, or a filter in its name, did not know it (ENOSYS in every call)";
    assertTrue(
        Policies.print(learn(Template.DEFAULT, refused)).contains(comment), "in the only run");
    Recording other = new Recording("b").returning(-38, "openat2", -100, 0, 0, 24);
    Evidence both = refused.evidence().join(other.evidence());
    assertTrue(print(both).contains(comment), "in both runs");
    Recording answered = new Recording("c").call("openat2", -100, 0, 0, 24);
    assertFalse(print(both.join(answered.evidence())).contains("ENOSYS in every call"));
    assertTrue(print(both.join(answered.evidence())).contains("sys_openat2: "));
  }

  private static String print(Evidence evidence) {
    return Policies.print(Learner.learn(evidence, LearnOptions.DEFAULT).policy());
  }

  @Test
  void aDeadModeIsNoEvidenceAndALiveOneIsGuarded() {
    Policy policy =
        learn(
            Template.SEEN,
            new Recording("r").call("open", 0, 0, 0x7777).call("open", 0, 0x41, 0644));
    assertTrue(allows(policy, "open", 0, 1, 0xffff), "mode is dead without O_CREAT");
    assertTrue(allows(policy, "open", 0, 0x41, 0600));
    assertFalse(allows(policy, "open", 0, 0x41, 0755));
    Policy never = learn(Template.SEEN, new Recording("r").call("open", 0, 0, 0x7777));
    assertEquals(
        "sys_open: flags == O_RDONLY", ruleOf("open", never).replace("== 0", "== O_RDONLY"));
  }

  @Test
  void aDynamicClockIsAllowedByItsType() {
    long clockOf77 = (~77L << 3 | 6) & 0xffffffffL;
    long clockOf99 = (~99L << 3 | 6) & 0xffffffffL;
    Policy policy =
        learn(
            Template.DEFAULT,
            new Recording("r").call("clock_gettime", clockOf77, 0).call("clock_gettime", 1, 0));
    assertTrue(allows(policy, "clock_gettime", clockOf99, 0));
    assertTrue(allows(policy, "clock_gettime", 1, 0));
    assertFalse(allows(policy, "clock_gettime", 0, 0));
  }

  @Test
  void whatWasNotSeenButIsAlwaysNeededIsAddedAndMarked() {
    Evidence evidence = new Recording("r").call("clone", 0x1200011, 0, 0, 0, 0).evidence();
    Policy policy = Learner.learn(evidence, LearnOptions.DEFAULT).policy();
    assertTrue(allows(policy, "exit_group", 0));
    assertTrue(ruleOf("restart_syscall", policy).contains("# unseen: "));
    assertEquals(
        Action.errno(38),
        Evaluator.decide(
            policy,
            SeccompData.of(Arch.X86_64.auditToken(), Recording.syscall("clone3").number())));
    assertEquals("none", ruleOf("exit_group", Learner.learn(evidence, PLAIN).policy()));
  }

  @Test
  void threadsMayMeetAtALockThoughTheyDidNotWhenRecorded() {
    Recording threads = new Recording("r").call("clone3", 0, 88);
    Policy policy = Learner.learn(threads.evidence(), LearnOptions.DEFAULT).policy();
    assertTrue(allows(policy, "futex", 0, 128, 2), "FUTEX_WAIT_PRIVATE");
    assertFalse(allows(policy, "futex", 0, 4, 2), "FUTEX_CMP_REQUEUE is no lock's");
    Policy more =
        Learner.learn(threads.call("futex", 0, 4, 1).evidence(), LearnOptions.DEFAULT).policy();
    assertTrue(allows(more, "futex", 0, 128, 2), "more runs never shrink a policy");
    assertTrue(allows(more, "futex", 0, 4, 1));
    Policy child =
        Learner.learn(new Recording("r").call("fork").evidence(), LearnOptions.DEFAULT).policy();
    assertFalse(allows(child, "futex", 0, 128, 2), "a child shares no lock");
  }

  @Test
  void riskCountsRunsThatBringSomethingNew() {
    Evidence evidence =
        new Recording("a")
            .call("read", 0, 0, 1)
            .evidence()
            .join(new Recording("b").call("read", 7, 0, 99).evidence())
            .join(new Recording("c").call("read", 0, 0, 1).call("lseek", 1, 0, 0).evidence());
    assertEquals(1, Learner.learn(evidence, PLAIN).risk().denied());
    assertEquals(3, Learner.learn(evidence, PLAIN).risk().runs());
  }

  @Test
  void nothingCannotBeLearnedFrom() {
    assertThrows(
        IllegalArgumentException.class, () -> Learner.learn(Evidence.NONE, LearnOptions.DEFAULT));
  }

  @Test
  void riskIsOfWhateverMeansTheSame() throws PolicySyntaxException {
    Recording recording = Recording.generate(new Random(1), "run");
    LearnedPolicy learned = Learner.learn(recording.evidence(), PLAIN);
    String text = Policies.print(learned.policy());
    Policy reworded = Policies.parse("test", "# ours\n" + text + "nr(9999): 0\n");
    assertEquals(Optional.of(learned.risk()), learned.riskOf(reworded));
    Policy other = Policies.parse("test", text + "nr(9999): 1\n");
    assertEquals(Optional.empty(), learned.riskOf(other));
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosureTest {
  private static final List<String> SPLITS =
      List.of("fcntl.cmd", "socket.family", "mmap.flags", "openat.flags", "open.flags", "kill.sig");

  private static String rule(String template, String name, Recording recording)
      throws TemplateSyntaxException {
    return rule(Templates.parse("t", template), name, recording.evidence());
  }

  private static String rule(Template template, String name, Evidence evidence) {
    Policy policy =
        Learner.learn(evidence, new LearnOptions(template, Action.errno(1), false)).policy();
    return Policies.print(policy)
        .lines()
        .filter(line -> line.startsWith("sys_" + name + ":"))
        .findFirst()
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fd exact         | sys_read: fd in {3, 5}",
        "fd bound         | sys_read: fd <= 7",
        "fd interval      | sys_read: fd in 3..5",
        "fd mask          | sys_read: (fd & ~7) == 0",
        "fd cube          | sys_read: (fd & ~6) == 1",
        "size exact       | sys_read: count in {1, 4096}",
        "size bound       | sys_read: count <= 4096",
        "read.count exact | sys_read: count in {1, 4096}",
        "fd free          | sys_read: 1",
      })
  void aLevelIsTheLeastSetOfItsShape(String template, String expected)
      throws TemplateSyntaxException {
    Recording recording = new Recording("r").call("read", 3, 0, 1).call("read", 5, 0, 4096);
    assertEquals(expected, rule(template, "read", recording));
  }

  @Test
  void aSizeBeyondAPageIsBoundByAPowerOfTwo() throws TemplateSyntaxException {
    Recording recording = new Recording("r").call("read", 3, 0, 4097);
    assertEquals("sys_read: count <= 8192", rule("size bound", "read", recording));
  }

  @Test
  void theLargestOfTooManySizesIsStillTheBound() throws TemplateSyntaxException {
    Recording recording = new Recording("r");
    for (int size = 5000; size < 5100; size++) {
      recording.call("read", 3, 0, size);
    }
    assertEquals(
        "sys_read: count <= 8192", rule("size bound", "read", recording.call("read", 3, 0, 8192)));
    assertEquals(
        "sys_read: count <= 16384", rule("size bound", "read", recording.call("read", 3, 0, 8193)));
    assertTrue(rule("size exact", "read", recording).endsWith("more than 64 values"));
  }

  @Test
  void theNumberOfADeviceCountsForDevicesOnly() throws TemplateSyntaxException {
    Recording recording =
        new Recording("r").call("mknod", 0, 010644, 0xdead).call("mknod", 0, 020600, 0x103);
    assertEquals(
        "sys_mknod: (mode & ~07777) in {0, 010000, 0100000, 0140000} || dev == 259",
        rule("mknod.dev exact", "mknod", recording));
  }

  @Test
  void specialDescriptorsStandBesideABound() throws TemplateSyntaxException {
    Recording recording = new Recording("r").call("openat", -100, 0, 0).call("openat", 5, 0, 0);
    assertEquals("sys_openat: dfd in {0..7, AT_FDCWD}", rule("fd bound", "openat", recording));
    Recording only = new Recording("r").call("openat", -100, 0, 0);
    assertEquals("sys_openat: dfd == AT_FDCWD", rule("fd bound", "openat", only));
  }

  @Test
  void aSplitKeepsArgumentsThatBelongTogether() throws TemplateSyntaxException {
    Recording recording =
        new Recording("r")
            .call("socket", 1, 0x80001, 0)
            .call("socket", 2, 2, 17)
            .call("socket", 2, 1, 6);
    assertEquals(
        "sys_socket: family == AF_UNIX && type == SOCK_STREAM | SOCK_CLOEXEC && protocol == 0"
            + " || family == AF_INET && type in {SOCK_STREAM, SOCK_DGRAM} && protocol in {6, 17}",
        rule("enum exact\nsplit socket.family", "socket", recording)
            .replace("(", "")
            .replace(")", "")
            .replace("IPPROTO_TCP", "6")
            .replace("IPPROTO_UDP", "17"));
  }

  @Test
  void aSplitLooksAtAnArgumentWhereItsCommandReadsIt() throws TemplateSyntaxException {
    Recording recording =
        new Recording("r")
            .call("fcntl", 3, 2, 1)
            .call("fcntl", 3, 4, 0x800)
            .call("fcntl", 3, 1, 0xdead)
            .call("fcntl", 3, 3, 0xbeef);
    assertEquals(
        "sys_fcntl: cmd in {F_GETFD, F_GETFL} || cmd == F_SETFD && arg == 1 || cmd == F_SETFL &&"
            + " arg == 2048",
        rule("enum exact\nfcntl.arg exact\nsplit fcntl.cmd", "fcntl", recording)
            .replace("(", "")
            .replace(")", ""));
  }

  @Test
  void anArgumentThatWasNeverReadMayStayUnread() throws TemplateSyntaxException {
    Recording dead = new Recording("r").call("open", 0, 0, 0x7777);
    assertEquals(
        "sys_open: (flags & (O_CREAT | 0x400000)) == 0",
        rule("mode mask", "open", dead).replace("(O_CREAT | __O_TMPFILE)", "(O_CREAT | 0x400000)"));
  }

  @Test
  void aModeOfNoBitsIsAModeThatWasRead() {
    Recording recording = new Recording("r").call("open", 0, 0x41, 0).call("open", 0, 0, 0x7777);
    assertEquals(
        "sys_open: (flags & ~(O_WRONLY | O_CREAT)) == 0 && ((flags & (O_CREAT | __O_TMPFILE)) == 0"
            + " || (mode & ~0) == 0)",
        rule(Template.SEEN, "open", recording.evidence()).replace("mode == 0", "(mode & ~0) == 0"));
  }

  /** Any level for any kind, any level for some arguments, and any splits. */
  static Template anyTemplate(RandomGenerator random) {
    Map<Kind, Level> kinds = new EnumMap<>(Kind.class);
    Level[] levels = Level.values();
    for (Kind kind : Kind.values()) {
      if (kind != Kind.POINTER) {
        kinds.put(kind, levels[random.nextInt(levels.length)]);
      }
    }
    TreeSet<ArgumentName> splits = new TreeSet<>();
    for (String split : SPLITS) {
      if (random.nextInt(2) == 0) {
        int dot = split.indexOf('.');
        splits.add(new ArgumentName("", split.substring(0, dot), split.substring(dot + 1)));
      }
    }
    return new Template("any", kinds, new java.util.TreeMap<>(), splits);
  }

  @Test
  void underAnyTemplateEveryRecordedEventIsAllowed() {
    for (int seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Recording recording = Recording.generate(random, "run");
      Template template = anyTemplate(random);
      Evidence evidence = recording.evidence();
      Replay replay =
          new Replay(
              Learner.learn(evidence, new LearnOptions(template, Action.errno(1), false)).policy());
      recording.play(replay);
      assertEquals(List.of(), replay.findings(), "seed " + seed + "\n" + Templates.print(template));
    }
  }

  @Test
  void underAnyTemplateMoreRunsNeverShrinkAPolicy() throws DiagramLimitException {
    for (int seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      Evidence first = Recording.generate(random, "a").evidence();
      Evidence second = Recording.generate(random, "b").evidence();
      Template template = anyTemplate(random);
      LearnOptions options = new LearnOptions(template, Action.errno(1), seed % 2 == 0);
      Policy small = Learner.learn(first, options).policy();
      Policy large = Learner.learn(first.join(second), options).policy();
      Diagram diagram = new Diagram();
      int less = diagram.permitted(PolicyDiagram.of(diagram, small));
      int more = diagram.permitted(PolicyDiagram.of(diagram, large));
      assertEquals(
          Diagram.FALSE,
          diagram.and(less, diagram.not(more)),
          "seed " + seed + ": it shrank\n" + Templates.print(template));
    }
  }

  /**
   * The statistics say of each run whether the policy from the others denies it: ask the policy.
   */
  @Test
  void aRunIsDeniedWithoutItsFeaturesAndOnlyThen() {
    for (int seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Template template = anyTemplate(random);
      LearnOptions options = new LearnOptions(template, Action.errno(1), false);
      Evidence all = Evidence.NONE;
      Recording[] runs = new Recording[4];
      for (int i = 0; i < runs.length; i++) {
        runs[i] = Recording.generate(random, "run" + i);
        all = all.join(runs[i].evidence());
      }
      int denied = 0;
      for (Recording left : runs) {
        Evidence others = Evidence.NONE;
        for (Recording run : runs) {
          others = run == left ? others : others.join(run.evidence());
        }
        Replay replay = new Replay(Learner.learn(others, options).policy());
        left.play(replay);
        denied += replay.denied() + replay.undecided() > 0 ? 1 : 0;
      }
      int estimated = Learner.learn(all, options).risk().denied();
      assertTrue(denied <= estimated, "seed " + seed + ": " + denied + " > " + estimated);
      assertFalse(denied < estimated - 1, "seed " + seed + ": " + denied + " << " + estimated);
    }
  }
}

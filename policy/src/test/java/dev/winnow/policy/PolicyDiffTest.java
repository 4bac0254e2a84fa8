package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicyDiffTest {
  private static final String HEAD = "arch x86_64\ndefault errno(EPERM)\n";

  private static PolicyDiff diff(String before, String after)
      throws PolicySyntaxException, DiagramLimitException {
    return PolicyDiff.between(Policies.parse("old", before), Policies.parse("new", after));
  }

  private static void expect(String before, String after, String text)
      throws PolicySyntaxException, DiagramLimitException {
    assertEquals(text, diff(HEAD + before, HEAD + after).text());
  }

  @Test
  void samePoliciesHaveNoChanges() throws PolicySyntaxException, DiagramLimitException {
    expect("sys_write: fd in 1..2", "sys_write: fd == 2 || fd == 1 # reordered", "");
  }

  @Test
  void widerAndNarrowerComeWithAnEvent() throws PolicySyntaxException, DiagramLimitException {
    expect(
        "sys_write: fd == 1",
        "sys_write: fd <= 1",
        "wider     write(fd=0, *, *): errno(EPERM) -> allow\n");
    expect(
        "sys_write: 1",
        "sys_write: count <= 4096",
        "narrower  write(*, *, count=4097): allow -> errno(EPERM)\n");
    expect(
        "sys_write: fd == 1",
        "sys_write: fd == 2",
        """
        wider     write(fd=2, *, *): errno(EPERM) -> allow
        narrower  write(fd=1, *, *): allow -> errno(EPERM)
        """);
    expect("", "sys_read: 1\nsys_pread64: 1", "wider     read, pread64: errno(EPERM) -> allow\n");
  }

  @Test
  void constantsAreNamed() throws PolicySyntaxException, DiagramLimitException {
    expect(
        "sys_openat: (flags & ~O_CLOEXEC) == 0",
        "sys_openat: (flags & ~(O_CLOEXEC | O_CREAT | O_RDWR)) == 0",
        "wider     openat(*, *, flags=O_RDWR, *): errno(EPERM) -> allow\n");
  }

  @Test
  void actionsThatDenyDifferentlyAreChanges() throws PolicySyntaxException, DiagramLimitException {
    PolicyDiff diff =
        diff(
            HEAD + "sys_reboot: 1 -> errno(EPERM)",
            HEAD + "sys_reboot: 1 -> kill_process\nsys_sync: 0");
    assertEquals("changed   reboot: errno(EPERM) -> kill_process\n", diff.text());
    assertFalse(diff.allowsMore());
    assertFalse(diff.allowsLess());
    assertEquals(Change.Relation.CHANGED, diff.relation(Arch.X86_64, 169));
    assertEquals(Change.Relation.SAME, diff.relation(Arch.X86_64, 162));
  }

  @Test
  void unknownNumbersAndForeignArchitecturesCount()
      throws PolicySyntaxException, DiagramLimitException {
    assertEquals(
        """
        wider     numbers above the table's: errno(EPERM) -> allow
        changed   other architectures: kill_process -> errno(ENOSYS)
        """,
        diff(HEAD, HEAD + "unknown allow\nforeign errno(ENOSYS)").text());
    PolicyDiff open = diff(HEAD, HEAD + "foreign log");
    assertTrue(open.allowsMore());
    assertEquals("wider     other architectures: kill_process -> log\n", open.text());
  }

  @Test
  void newDefaultsAreOneLine() throws PolicySyntaxException, DiagramLimitException {
    String text = diff("arch x86_64\ndefault log\nsys_read: 1 -> trap", HEAD).text();
    assertTrue(text.startsWith("narrower  write, open, close, stat, fstat, lstat and "), text);
    assertTrue(text.endsWith("changed   read: trap -> errno(EPERM)\n"), text);
    assertEquals(2, text.lines().count());
  }

  @Test
  void lawsHoldForGeneratedPolicies() throws DiagramLimitException {
    for (long seed = 0; seed < 60; seed++) {
      PolicyGenerator generator = new PolicyGenerator(seed);
      Policy a = generator.policy();
      Policy b = generator.policy();
      String where = "seed " + seed;
      assertEquals(List.of(), PolicyDiff.between(a, a).changes(), where);
      PolicyDiff there = PolicyDiff.between(a, b);
      PolicyDiff back = PolicyDiff.between(b, a);
      assertEquals(there.allowsMore(), back.allowsLess(), where);
      assertEquals(there.allowsMore(), !PolicyDiff.subset(b, a), where);
      assertEquals(there.allowsLess(), !PolicyDiff.subset(a, b), where);
      assertTrue(PolicyDiff.subset(a, a), where);
      Diagram diagram = new Diagram();
      boolean same = PolicyDiagram.of(diagram, a) == PolicyDiagram.of(diagram, b);
      assertEquals(same, there.changes().isEmpty(), where);
      for (Change change : there.changes()) {
        separates(change.wider(), a, b, where);
        separates(change.narrower(), a, b, where);
        separates(change.changed(), a, b, where);
      }
    }
  }

  private static void separates(
      Change.@Nullable Sample sample, Policy before, Policy after, String where) {
    if (sample != null) {
      assertFalse(sample.before().equals(sample.after()), where);
      assertEquals(sample.before(), Evaluator.decide(before, sample.event()), where);
      assertEquals(sample.after(), Evaluator.decide(after, sample.event()), where);
    }
  }

  @Test
  void growingAPolicyIsASuperset() throws DiagramLimitException {
    for (long seed = 0; seed < 60; seed++) {
      PolicyGenerator generator = new PolicyGenerator(seed);
      Policy small = generator.policy();
      Section section = small.sections().getFirst();
      if (!section.rules().isEmpty()) {
        List<Rule> rules = new java.util.ArrayList<>(section.rules());
        rules.addFirst(new Rule(rules.getFirst().number(), Expr.TRUE, Action.ALLOW));
        Policy large =
            new Policy(
                List.of(
                    new Section(
                        section.arch(),
                        section.defaultAction(),
                        section.unknown(),
                        section.foreign(),
                        false,
                        rules)));
        Policy alone = new Policy(List.of(section));
        assertTrue(PolicyDiff.subset(alone, large), "seed " + seed);
        assertFalse(PolicyDiff.between(alone, large).allowsLess(), "seed " + seed);
      }
    }
  }

  /** Verdicts that no policy has, as programs of other tools do. */
  @Test
  void whatNoPolicySaysIsComparedToo() throws Exception {
    Diagram diagram = new Diagram();
    int kill = diagram.leaf(Action.KILL_PROCESS.returnValue());
    int allow = diagram.leaf(Action.ALLOW.returnValue());
    int x86 = diagram.wordEquals(Diagram.ARCH, Arch.X86_64.auditToken());
    Map<String, Integer> sets = new LinkedHashMap<>();
    sets.put("other architectures", diagram.wordEquals(Diagram.ARCH, 0x12345678));
    sets.put("nr(-1)", diagram.and(x86, diagram.wordEquals(Diagram.NR, -1)));
    sets.put("close", diagram.and(x86, diagram.wordEquals(Diagram.NR, 3)));
    sets.put("close at 0x1", diagram.and(diagram.bit(2, 0), diagram.wordEquals(Diagram.NR, 3)));
    sets.put("nr(500)", diagram.and(x86, diagram.wordEquals(Diagram.NR, 500)));
    sets.put(
        "numbers above the table's",
        diagram.and(x86, diagram.wordInRange(Diagram.NR, Integer.MIN_VALUE, -2)));
    for (Map.Entry<String, Integer> set : sets.entrySet()) {
      int some = diagram.ite(set.getValue(), allow, kill);
      PolicyDiff wider = PolicyDiff.between(diagram, kill, some, Set.of(Arch.X86_64));
      assertTrue(wider.allowsMore(), set.getKey());
      assertFalse(PolicyDiff.between(diagram, some, kill, Set.of()).allowsMore(), set.getKey());
      assertEquals(List.of(), PolicyDiff.between(diagram, some, some, Set.of()).changes());
      for (Change change : wider.changes()) {
        Change.Sample sample = change.wider();
        assertNotNull(sample, set.getKey());
        assertEquals(Diagram.TRUE, diagram.evaluate(set.getValue(), sample.event()), sample.text());
      }
    }
  }
}

package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Loss;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CompletenessTest {
  private static SortedMap<String, Long> counts(String name, long count) {
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put(name, count);
    return counts;
  }

  private static Evidence damaged() {
    LineAccount lines =
        new LineAccount(
            10, 4, 2, counts("signal", 3), 1, List.of("line 7: no such syscall: f\u001b[1moo(1"));
    return new Recording("bad")
        .call(3, "getpid")
        .undecoded("ioctl", 1, "FOO_BAR /* odd */")
        .evidence(lines, counts("lost samples", 17), true, counts("FOO_BAR", 1));
  }

  @Test
  void ofAnUnderstoodTraceNothingIsMissing() {
    Completeness completeness = Completeness.of(new Recording("a").call(3, "getpid").evidence());
    assertTrue(completeness.complete());
    assertEquals("Complete: 3 lines accounted for, nothing lost.", completeness.sentence());
  }

  @Test
  void everythingThatIsMissingIsNamedAndEscaped() {
    Completeness completeness =
        Completeness.of(damaged().join(new Recording("good").call(2, "getpid").evidence()));
    assertFalse(completeness.complete());
    assertEquals(
        "Incomplete: 1 of 12 lines not read; 1 unknown constant (FOO_BAR); "
            + "1 argument shown but not decoded (ioctl cmd); 17 lost samples; "
            + "1 run cut short (bad.strace).",
        completeness.sentence());
    assertTrue(completeness.notUnderstood().startsWith("1 of 12 lines not read; 1 unknown"));
    assertEquals(2, completeness.runs());
    assertEquals(12, completeness.lines().lines());
    assertEquals(3, completeness.lines().ignored().get("signal"));
    assertEquals(
        List.of("bad.strace: line 7: no such syscall: f\u001b[1moo(1"), completeness.failures());
  }

  @Test
  void everyKindOfLossIsNamedOnce() {
    TreeMap<String, Long> lost = new TreeMap<>();
    lost.put(Loss.SAMPLES.label(), 3L);
    lost.put(Loss.SUPPRESSED.label(), 1_000L);
    lost.put(Loss.TAILS.label(), 1L);
    LineAccount lines = new LineAccount(1, 1, 0, new TreeMap<>(), 0, List.of());
    Completeness completeness =
        Completeness.of(
            new Recording("a").call(1, "getpid").evidence(lines, lost, true, new TreeMap<>()));
    assertFalse(completeness.complete());
    assertEquals(
        "Incomplete: 3 lost samples; 1,000 suppressed messages; 1 run cut short (a.strace).",
        completeness.sentence());
  }

  @Test
  void whatTheSourceDoesNotShowIsSaidButNotMissing() {
    Evidence evidence = new Recording("a").hidden("ioctl", 2).evidence();
    Completeness completeness = Completeness.of(evidence);
    assertTrue(completeness.complete());
    assertEquals(
        "Complete: 1 line accounted for, nothing lost; not shown by the source: ioctl arg.",
        completeness.sentence());
  }

  @Test
  void ofManyThingsTheFirstAreNamed() {
    assertEquals("a, b, c, d", Completeness.some(List.of("a", "b", "c", "d")));
    assertEquals("a, b, c and 2 more", Completeness.some(List.of("a", "b", "c", "d", "e")));
  }
}

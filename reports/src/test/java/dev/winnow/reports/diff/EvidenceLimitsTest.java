package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.policy.Policy;
import dev.winnow.reports.diff.RunCounts.Significance;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Runs;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What evidence does not keep is no difference, and is said. */
class EvidenceLimitsTest {
  private static final int MORE_THAN_KEPT = 300;

  /** Six runs, each with this many users. */
  private static Evidence chowns(String name, int users) throws Exception {
    List<String> calls = new ArrayList<>();
    for (int user = 1; user <= users; user++) {
      calls.add("chown(_, " + user + ", 7)");
    }
    return Compared.runs(name, 6, i -> calls);
  }

  @Test
  void moreValuesThanAreKeptAreSaidOfTheirSide() throws Exception {
    Diff diff = Compared.evidence(chowns("a", 3), chowns("b", MORE_THAN_KEPT));
    String notes = String.join("\n", diff.notes());
    assertTrue(notes.contains("of which the new recording has more values"), notes);
    assertTrue(notes.contains("may not show: chown user"), notes);
    assertTrue(notes.contains("alone: chown"), notes);
    assertFalse(notes.contains("old recording"), notes);
    notes = String.join("\n", RecordedDiff.notes(chowns("a", MORE_THAN_KEPT)));
    assertTrue(notes.contains("of which the recording has more values"), notes);
    assertTrue(notes.contains("those permitted beyond the recorded ones are not listed"), notes);
  }

  /** The few combinations of one side are not gone only because the other has too many. */
  @Test
  void whatOneSideNoLongerKeepsIsNotGone() throws Exception {
    Evidence few = chowns("a", 3);
    Evidence many = chowns("b", MORE_THAN_KEPT);
    assertEquals(List.of(), Compared.evidence(few, many).entries());
    assertEquals(List.of(), Compared.evidence(many, few).entries());
  }

  @Test
  void aNewValueOfAnArgumentThatIsKeptShowsBesideOneThatIsNot() throws Exception {
    Evidence now = chowns("b", MORE_THAN_KEPT);
    Evidence other = Compared.runs("c", 2, i -> List.of("chown(_, 5, 9)"));
    Diff diff = Compared.evidence(chowns("a", MORE_THAN_KEPT), now.join(other));
    assertEquals(
        List.of("chown(*, *, group=9)"),
        diff.entries().stream().map(entry -> Compared.wider(entry).event()).toList());
  }

  /** As if a process had become a fork's thread. */
  private static Evidence inRole(Evidence evidence, String role) {
    TreeMap<SyscallKey, SyscallEvidence> syscalls = new TreeMap<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> syscalls.put(new SyscallKey(role, key.arch(), key.number()), seen));
    return new Evidence(evidence.runs(), syscalls);
  }

  @Test
  void forksAndThreadsAreOfTheirProgram() throws Exception {
    Evidence old = inRole(Compared.runs("a", 6, i -> List.of("sync()")), "/bin/a>b");
    Evidence now = inRole(Compared.runs("b", 6, i -> List.of("sync()")), "/bin/a>b>fork>thread");
    assertEquals(List.of(), Compared.evidence(old, now).entries());
    Evidence other = inRole(Compared.runs("c", 6, i -> List.of("sync()")), "/bin/a>c");
    assertEquals(2, Compared.evidence(old, other).entries().size());
  }

  /** Evidence in which every call was made in more runs than are told apart. */
  private static Evidence often(String name, List<String> calls) throws Exception {
    List<Evidence> parts = new ArrayList<>();
    for (int i = 0; i <= Runs.FULL; i++) {
      parts.add(Compared.run(name + i, "", calls));
    }
    return Evidence.joinAll(parts);
  }

  @Test
  void countsThatAreNotKnownAreNotMadeUp() throws Exception {
    Diff diff =
        Compared.evidence(
            often("a", List.of("getpid()")),
            often("b", List.of("getpid()", "ptrace(16, 1, _, _)")));
    assertEquals(1, diff.entries().size(), DiffToText.text(diff));
    DiffEntry entry = diff.entries().getFirst();
    assertEquals(Significance.UNKNOWN, Compared.counts(entry).significance());
    assertEquals("more runs than evidence tells apart", Compared.counts(entry).sentence());
    assertEquals("in more than 1024 runs", Compared.wider(entry).after());
    assertTrue(entry.widens());
    JsonNode runs = DiffToJson.json(diff).at("/changes/0/runs");
    assertEquals(0, runs.get("before").asInt(-1));
    assertTrue(runs.get("after").isNull() && runs.get("p").isNull() && runs.get("q").isNull());
    assertTrue(
        diff.notes().toString().contains("how often is not compared"), diff.notes()::toString);
  }

  /** clockid_t of the CPU time of two processes, see clock_getcpuclockid(3). */
  @Test
  void dynamicClocksAreComparedByTheirType() throws Exception {
    long ofOne = (~77L << 3 | 6) & 0xffffffffL;
    List<String> calls =
        List.of(
            "clock_gettime(" + ofOne + ", _)",
            "clock_gettime(1, _)",
            "clock_nanosleep(" + ofOne + ", 0, _, _)");
    String type = "(which_clock & 0x80000007) == 0x80000006";
    Policy learned =
        Compared.policy(
            Compared.HEAD
                + "sys_clock_gettime: which_clock == 1 || "
                + type
                + "\nsys_clock_nanosleep: "
                + type
                + " && flags == 0\n");
    Evidence evidence = Compared.run("r", "", calls);
    assertEquals(List.of(), Compared.mixed(evidence, learned, true).entries());
    assertEquals(List.of(), Compared.mixed(evidence, learned, false).entries());
  }

  @Test
  void everyWayHasItsFingerprint() throws Exception {
    Diff diff =
        Compared.evidence(
            Compared.runs("a", 6, i -> List.of("socket(AF_UNIX, SOCK_STREAM, 0)")),
            Compared.runs(
                "b",
                6,
                i ->
                    List.of(
                        "socket(AF_UNIX, SOCK_STREAM, 0)",
                        "socket(AF_INET, SOCK_STREAM, 0)",
                        "socket(AF_INET, SOCK_DGRAM, 0)")));
    Set<String> prints = new HashSet<>();
    DiffToSarif.sarif(diff, RuleLines.NONE, "1")
        .at("/runs/0/results")
        .forEach(result -> prints.add(result.at("/partialFingerprints").toString()));
    assertEquals(2, diff.entries().size());
    assertEquals(2, prints.size(), prints::toString);
  }
}

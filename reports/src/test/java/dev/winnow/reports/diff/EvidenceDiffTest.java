package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.diff.RunCounts.Significance;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EvidenceDiffTest {
  private static final String READ = "read(3, _, 100)";

  private static DiffEntry only(Diff diff) {
    assertEquals(1, diff.entries().size(), DiffToText.text(diff));
    return diff.entries().getFirst();
  }

  @Test
  void whatEveryRunDoesAndNoneDidIsAChange() throws Exception {
    Evidence old = Compared.runs("a", 12, i -> List.of(READ));
    Evidence now = Compared.runs("b", 12, i -> List.of(READ, "io_uring_setup(8, _)"));
    Diff diff = Compared.evidence(old, now);
    DiffEntry entry = only(diff);
    assertEquals(Relation.WIDER, entry.relation());
    assertEquals(RiskLevel.HIGH, entry.level());
    assertEquals(Significance.CHANGE, Compared.counts(entry).significance());
    assertTrue(diff.widens());
    assertEquals(
        "wider in 1 (1 of high risk)\n"
            + "high    wider     io_uring_setup(*, *): 0 of 12 runs -> 12 of 12: changed (q ="
            + " 7.4e-07)\n",
        DiffToText.text(diff).lines().limit(2).reduce("", (a, b) -> a + b + "\n"));
    assertTrue(only(Compared.evidence(now, old)).relation() == Relation.NARROWER);
  }

  @Test
  void whatOneOf24RunsDoesIsNoise() throws Exception {
    Evidence old = Compared.runs("a", 24, i -> List.of(READ));
    Evidence now =
        Compared.runs("b", 24, i -> i == 5 ? List.of(READ, "madvise(_, 4096, 4)") : List.of(READ));
    Diff diff = Compared.evidence(old, now);
    DiffEntry entry = only(diff);
    assertEquals(Significance.NOISE, Compared.counts(entry).significance());
    assertEquals(
        "0 of 24 runs -> 1 of 24: may be chance (p = 1)", Compared.counts(entry).sentence());
    assertTrue(diff.allowsMore());
    assertFalse(diff.widens());
  }

  /** It did happen: that it may have happened before is no comfort. */
  @Test
  void noiseOfHighRiskIsAFindingAllTheSame() throws Exception {
    Evidence old = Compared.runs("a", 24, i -> List.of(READ));
    Evidence now =
        Compared.runs("b", 24, i -> i == 5 ? List.of(READ, "ptrace(16, 1, _, _)") : List.of(READ));
    Diff diff = Compared.evidence(old, now);
    assertEquals(Significance.NOISE, Compared.counts(only(diff)).significance());
    assertTrue(diff.widens(RiskLevel.HIGH));
  }

  @Test
  void withFewRunsNothingIsCalledChance() throws Exception {
    Diff diff =
        Compared.evidence(
            Compared.runs("a", 3, i -> List.of(READ)),
            Compared.runs("b", 3, i -> List.of(READ, "chdir(_)")));
    assertEquals(Significance.TOO_FEW_RUNS, Compared.counts(only(diff)).significance());
    assertTrue(diff.widens());
    assertEquals(
        List.of(
            "3 and 3 runs are too few to tell a change from chance, so all that is new counts;"
                + " record 4 or more of each"),
        diff.notes());
  }

  @Test
  void callsAreComparedWithTheirArguments() throws Exception {
    Evidence old = Compared.runs("a", 6, i -> List.of("openat(AT_FDCWD, _, O_RDONLY, 0)"));
    Evidence now =
        Compared.runs(
            "b",
            6,
            i ->
                List.of(
                    "openat(AT_FDCWD, _, O_RDONLY, 0)",
                    "openat(AT_FDCWD, _, O_RDWR|O_CREAT, S_IRUSR)"));
    DiffEntry entry = only(Compared.evidence(old, now));
    assertEquals("openat(*, *, flags=O_RDWR|O_CREAT, mode=0400)", Compared.wider(entry).event());
    assertEquals("file-writing", entry.risks().getFirst().id());
    // Sizes and descriptors are no behaviour.
    assertEquals(
        List.of(),
        Compared.evidence(
                Compared.runs("a", 6, i -> List.of(READ)),
                Compared.runs("b", 6, i -> List.of("read(7, _, 9999)")))
            .entries());
  }

  @Test
  void whatWasSeenInOtherSharesIsAChangeAndNotWider() throws Exception {
    Evidence old = Compared.runs("a", 20, i -> i < 2 ? List.of(READ, "sync()") : List.of(READ));
    Evidence now = Compared.runs("b", 20, i -> i < 18 ? List.of(READ, "sync()") : List.of(READ));
    DiffEntry entry = only(Compared.evidence(old, now));
    assertEquals(Relation.CHANGED, entry.relation());
    assertEquals(OptionalInt.of(2), Compared.counts(entry).before());
    assertEquals(OptionalInt.of(18), Compared.counts(entry).after());
  }

  @Test
  void aCombinationIsNewThroughItsParts() throws Exception {
    Evidence old = Compared.runs("a", 6, i -> List.of(READ, "execve(_, _, _)"));
    Evidence now =
        Compared.runs(
            "b", 6, i -> List.of(READ, "execve(_, _, _)", "memfd_create(_, MFD_CLOEXEC)"));
    assertEquals(
        "memory-file-execution", only(Compared.evidence(old, now)).risks().getFirst().id());
  }

  @Test
  void runsOfOneGroupCountOnceAndSharedRunsNotAtAll() throws Exception {
    List<Evidence> grouped = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      grouped.add(Compared.run("g" + i, "same", List.of(READ, "sync()")));
    }
    Evidence old = Compared.runs("a", 8, i -> List.of(READ));
    Evidence now = Evidence.joinAll(grouped);
    DiffEntry entry = only(Compared.evidence(old, now));
    assertEquals(1, Compared.counts(entry).runsAfter());
    Diff shared = Compared.evidence(old, old.join(Compared.run("b", "", List.of(READ, "sync()"))));
    assertEquals(0, Compared.counts(only(shared)).runsBefore());
    assertEquals(1, Compared.counts(only(shared)).runsAfter());
    assertTrue(shared.notes().contains("8 runs are in both recordings and not counted"));
    assertEquals(
        List.of("both are recordings of the same runs: there is nothing to compare"),
        Compared.evidence(old, old).notes());
  }

  @Test
  void aProgramThatIsStartedIsNamed() throws Exception {
    Evidence old = Compared.runs("a", 5, i -> List.of("!/bin/old", READ));
    Evidence now = Compared.runs("b", 5, i -> List.of("!/bin/old", READ, "!/bin/helper", READ));
    DiffEntry entry = only(Compared.evidence(old, now));
    assertEquals("/bin/helper", entry.subject());
    assertEquals(Relation.CHANGED, entry.relation());
  }

  /** Two halves of one program's runs: hardly ever is a change seen where there is none. */
  @Test
  void chanceIsSeldomCalledAChange() throws Exception {
    int wrong = 0;
    for (int trial = 0; trial < 40; trial++) {
      SplittableRandom random = new SplittableRandom(trial);
      String[] calls = {"sync()", "getpid()", "getuid()", "sched_yield()", "chdir(_)", "pause()"};
      var events =
          (java.util.function.IntFunction<List<String>>)
              i -> {
                List<String> made = new ArrayList<>(List.of(READ));
                for (int call = 0; call < calls.length; call++) {
                  if (random.nextDouble() < 0.15 * (call + 1)) {
                    made.add(calls[call]);
                  }
                }
                return made;
              };
      Diff diff = Compared.evidence(Compared.runs("a", 15, events), Compared.runs("b", 15, events));
      boolean change =
          diff.entries().stream()
              .anyMatch(entry -> Compared.counts(entry).significance() == Significance.CHANGE);
      wrong += change ? 1 : 0;
    }
    assertTrue(wrong <= 4, wrong + " of 40 comparisons of a program with itself show a change");
  }
}

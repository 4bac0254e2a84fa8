package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final long CWD = -100;

  private static Policy policy(String... lines) throws PolicySyntaxException {
    return Policies.parse(
        "test", "arch x86_64\ndefault errno(EPERM)\n" + String.join("\n", lines) + "\n");
  }

  private static SyscallCoverage row(Coverage coverage, String name) {
    return coverage.syscalls().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static SyscallCoverage only(Evidence evidence, String... policy)
      throws PolicySyntaxException {
    return Coverage.of(evidence, policy(policy)).syscalls().getFirst();
  }

  private static EventCount exactly(long events) {
    return new EventCount(events, events);
  }

  /** 16 events; all numbers below were counted by hand from here. */
  private static Evidence twoRuns() {
    Evidence first =
        new Recording("a")
            .call(3, "read", 3, 100)
            .call(1, "read", 0, 100)
            .call(3, "openat", CWD, 0, 0)
            .call(1, "openat", CWD, 0x42, 0644)
            .call(2, "ioctl", 1, 0x5401, 0)
            .evidence();
    Evidence second =
        new Recording("b")
            .call(4, "read", 3, 100)
            .call(1, "ioctl", 1, 0x5413, 0)
            .call(1, "socket", 2, 1, 0)
            .evidence();
    return first.join(second);
  }

  private static Coverage worked() throws PolicySyntaxException {
    return Coverage.of(
        twoRuns(),
        policy(
            "sys_read: fd == 3 || fd == 0",
            "sys_openat: (flags & ~0x80000) == 0",
            "sys_ioctl: cmd == 0x5401 || cmd == 0x5413",
            "sys_close: 1"));
  }

  @Test
  void totalsAreTheSumsOfTheRows() throws PolicySyntaxException {
    Coverage.Totals totals = worked().totals();
    // read 8 of 8, openat 3 of 4, ioctl 3 of 3, socket 0 of 1; values: fd 3 0, flags 0 0x42, cmd 2.
    assertEquals(new Coverage.Totals(4, 2, 2, 16, exactly(14), 6, 5), totals);
    assertFalse(totals.complete());
  }

  @Test
  void rowsComeFromTheMostFrequent() throws PolicySyntaxException {
    assertEquals(
        List.of("read", "openat", "ioctl", "socket"),
        worked().syscalls().stream().map(SyscallCoverage::name).toList());
  }

  @Test
  void rowCountsEventsSharesAndRuns() throws PolicySyntaxException {
    SyscallCoverage read = row(worked(), "read");
    assertEquals(8, read.events());
    assertEquals(0.5, read.share());
    assertEquals(2, read.runs());
    assertEquals(Verdict.CONSTRAINED, read.verdict());
    assertEquals(List.of("fd == 3 || fd == 0"), read.rules());
    assertEquals(1, row(worked(), "openat").runs());
  }

  @Test
  void deniedMeansSomeEventSeenIsNotPermitted() throws PolicySyntaxException {
    SyscallCoverage openat = row(worked(), "openat");
    assertEquals(Verdict.DENIED, openat.verdict());
    assertEquals(exactly(3), openat.allowed());
    ArgumentCoverage flags = openat.arguments().get(2);
    assertTrue(flags.constrained());
    assertEquals(1, flags.outside());
    assertEquals(0.75, flags.share());
    assertEquals(
        List.of(false, true), flags.values().stream().map(ValueCoverage::outside).toList());
    assertFalse(openat.arguments().get(3).constrained());
  }

  @Test
  void aSyscallWithoutARuleIsDenied() throws PolicySyntaxException {
    SyscallCoverage socket = row(worked(), "socket");
    assertEquals(Verdict.DENIED, socket.verdict());
    assertEquals(exactly(0), socket.allowed());
    assertEquals(List.of(), socket.rules());
  }

  @Test
  void excessIsPermittedAndNeverSeen() throws PolicySyntaxException {
    List<Excess> excess = worked().excess();
    assertEquals(List.of("close"), excess.stream().map(Excess::name).toList());
    assertEquals(List.of("1"), excess.getFirst().rules());
  }

  @Test
  void combinationsOfArgumentsAreJudgedTogether() throws PolicySyntaxException {
    // Each value is permitted somewhere; the combination socket(2, 3, 0) is not.
    Evidence evidence =
        new Recording("a")
            .call(5, "socket", 2, 1, 0)
            .call(2, "socket", 16, 3, 0)
            .call(1, "socket", 2, 3, 0)
            .evidence();
    SyscallCoverage socket =
        only(evidence, "sys_socket: (family == 2 && type == 1) || (family == 16 && type == 3)");
    assertEquals(exactly(7), socket.allowed());
    assertEquals(Verdict.DENIED, socket.verdict());
    assertEquals(0, socket.arguments().get(0).outside());
  }

  @Test
  void withoutCombinationsTheCountsOfEachArgumentBoundTheAnswer() throws PolicySyntaxException {
    // lseek's fd and whence are not kept together: 6 of 8 events meet one, 5 of 8 the other.
    Evidence evidence =
        new Recording("a")
            .call(5, "lseek", 3, 0, 0)
            .call(1, "lseek", 3, 0, 1)
            .call(2, "lseek", 4, 0, 1)
            .evidence();
    SyscallCoverage lseek = only(evidence, "sys_lseek: fd == 3 && whence == 0");
    assertEquals(new EventCount(3, 5), lseek.allowed());
    assertEquals(Verdict.DENIED, lseek.verdict());
  }

  @Test
  void aBoundThatIncludesAllEventsIsNoDenial() throws PolicySyntaxException {
    Evidence evidence =
        new Recording("a").call(1, "lseek", 3, 0, 0).call(1, "lseek", 4, 0, 1).evidence();
    SyscallCoverage lseek =
        only(evidence, "sys_lseek: (fd == 3 && whence == 0) || (fd == 4 && whence == 1)");
    assertEquals(new EventCount(0, 2), lseek.allowed());
    assertEquals(Verdict.CONSTRAINED, lseek.verdict());
  }

  @Test
  void theFirstRuleThatHoldsDecides() throws PolicySyntaxException {
    Evidence evidence =
        new Recording("a").call(2, "dup", 3).call(3, "dup", 4).call(4, "dup", 5).evidence();
    SyscallCoverage dup =
        only(
            evidence,
            "sys_dup: fildes == 3 -> errno(EACCES)",
            "sys_dup: fildes in 3..4",
            "sys_dup: fildes == 5 -> log");
    assertEquals(exactly(7), dup.allowed());
    assertEquals(3, dup.rules().size());
  }

  @Test
  void deadArgumentsAreNotTakenForValues() throws PolicySyntaxException {
    // Without O_CREAT the kernel does not read mode; the register may hold anything.
    Evidence evidence = new Recording("a").call(2, "openat", CWD, 0, 0777).evidence();
    assertEquals(new EventCount(0, 2), only(evidence, "sys_openat: (mode & 0700) == 0").allowed());
    assertEquals(exactly(2), only(evidence, "sys_openat: !(flags & 0x40) || mode == 0").allowed());
  }

  @Test
  void tooManyValuesAreJudgedByBitsAndExtremes() throws PolicySyntaxException {
    Recording recording = new Recording("a");
    for (int i = 0; i < 100; i++) {
      recording.call(1, "read", 3, 8 + 8 * i);
    }
    Evidence evidence = recording.evidence();
    record Case(String condition, EventCount allowed, Optional<Boolean> covered) {}
    for (Case c :
        List.of(
            new Case("count <= 4096", exactly(100), Optional.of(true)),
            new Case("count in 8..800", exactly(100), Optional.of(true)),
            new Case("!(count & 7)", exactly(100), Optional.of(true)),
            new Case("count > 800", exactly(0), Optional.of(false)),
            new Case("count == 12", exactly(0), Optional.of(false)),
            new Case("count <= 400", new EventCount(0, 100), Optional.empty()))) {
      SyscallCoverage read = only(evidence, "sys_read: " + c.condition());
      assertEquals(c.allowed(), read.allowed(), c.condition());
      ArgumentCoverage.Beyond beyond = read.arguments().get(2).beyond().orElseThrow();
      assertEquals(new ArgumentCoverage.Beyond(64, "8", "800", c.covered()), beyond);
    }
  }

  @Test
  void undecodedAndHiddenArgumentsLeaveABound() throws PolicySyntaxException {
    Evidence evidence =
        new Recording("a").call(2, "dup", 3).undecoded("dup", 0, "<weird>").evidence();
    SyscallCoverage dup = only(evidence, "sys_dup: fildes == 3");
    assertEquals(new EventCount(2, 3), dup.allowed());
    assertEquals(1, dup.arguments().getFirst().undecoded());
  }

  @Test
  void theLaunchersExecveComesBeforeAFilterThatStartsLater() throws PolicySyntaxException {
    Evidence evidence = new Recording("a").call(1, "execve").call(3, "getpid").evidence();
    Coverage late = Coverage.of(evidence, policy("on_next_syscall: 1", "sys_getpid: 1"));
    assertEquals(Verdict.BEFORE_FILTER, row(late, "execve").verdict());
    assertTrue(late.totals().complete());
    assertEquals(3, late.totals().events());
    Coverage early = Coverage.of(evidence, policy("sys_getpid: 1"));
    assertEquals(Verdict.DENIED, row(early, "execve").verdict());
  }

  @Test
  void aComparisonOfMoreBitsThanTheKernelReadsIsDecidedWhereTheSignDoesNotMatter()
      throws PolicySyntaxException {
    Evidence evidence = new Recording("a").call(1, "dup", 3).call(1, "dup", -1).evidence();
    assertEquals(
        new EventCount(1, 2),
        only(evidence, "sys_dup: fildes:64 == 3 || fildes:64 == 0xffffffff").allowed());
  }

  @Test
  void aPermissiveDefaultAllowsWhatHasNoRule() throws PolicySyntaxException {
    Policy open = Policies.parse("test", "arch x86_64\ndefault allow\nsys_dup: 1 -> trap\n");
    Evidence evidence = new Recording("a").call(1, "dup", 3).call(1, "getpid").evidence();
    Coverage coverage = Coverage.of(evidence, open);
    assertEquals(Verdict.ALLOWED, row(coverage, "getpid").verdict());
    assertEquals(Verdict.DENIED, row(coverage, "dup").verdict());
    assertTrue(coverage.excess().size() > 300);
  }

  @Test
  void aPolicyForAnotherArchitectureDeniesEverything() throws PolicySyntaxException {
    Policy other = Policies.parse("test", "arch i386\ndefault errno(EPERM)\nsys_read: 1\n");
    Evidence evidence = new Recording("a").call(1, "getpid").evidence();
    assertEquals(Verdict.DENIED, Coverage.of(evidence, other).syscalls().getFirst().verdict());
  }

  @Test
  void noEvidenceIsCoveredInFull() throws PolicySyntaxException {
    Coverage coverage = Coverage.of(Evidence.NONE, policy("sys_read: 1"));
    assertTrue(coverage.totals().complete());
    assertEquals(1, coverage.excess().size());
  }
}

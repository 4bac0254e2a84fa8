package dev.winnow.reports.diff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Change.Relation;
import dev.winnow.policy.Policy;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningDiffTest {
  @Test
  void whatMeansTheSameIsTheSame() throws Exception {
    Diff diff = Compared.rules("sys_write: fd in 1..2", "sys_write: fd == 2 || fd == 1");
    assertEquals(List.of(), diff.entries());
    assertEquals(List.of(), diff.exact());
    assertEquals("same\n", DiffToText.text(diff));
    assertFalse(diff.widens());
    assertTrue(diff.onlyReduces());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "sys_read: 1 @ sys_read: 1;sys_pread64: 1 @ WIDER @ LOW",
        "sys_mmap: prot == PROT_READ @ sys_mmap: 1 @ WIDER @ HIGH",
        "sys_mmap: 1 @ sys_mmap: prot == PROT_READ @ NARROWER @ LOW",
        "sys_socket: family == AF_UNIX @ sys_socket: family == AF_INET && type == SOCK_STREAM @"
            + " BOTH @ MEDIUM",
        "sys_reboot: 1 -> errno(EPERM) @ sys_reboot: 1 -> kill_process @ CHANGED @ LOW",
        "sys_read: 1 @ sys_read: 1 -> log @ CHANGED @ LOW",
      })
  void everySyscallHasItsRelationAndRisk(
      String before, String after, Relation relation, RiskLevel level) throws Exception {
    Diff diff = Compared.rules(before, after);
    assertEquals(1, diff.entries().size());
    assertEquals(relation, diff.entries().getFirst().relation());
    assertEquals(level, diff.entries().getFirst().level());
    boolean wider = relation == Relation.WIDER || relation == Relation.BOTH;
    assertEquals(wider, diff.widens());
    assertEquals(wider && level == RiskLevel.HIGH, diff.widens(RiskLevel.HIGH));
    assertEquals(relation == Relation.NARROWER, diff.onlyReduces());
  }

  @Test
  void ioUringAndExecutableMemoryStandAtTheTop() throws Exception {
    Diff diff =
        Compared.rules(
            "sys_mmap: (prot & PROT_EXEC) == 0",
            "sys_mmap: 1;sys_read: 1;sys_openat: 1;sys_setuid: 1;sys_io_uring_setup: 1;sys_chown:"
                + " 1");
    assertEquals(
        List.of("io_uring_setup", "mmap", "setuid", "openat", "chown", "read"),
        diff.entries().stream().map(DiffEntry::subject).toList());
  }

  @Test
  void theWitnessIsOfTheWorstRiskAndTheConditionIsAllOfIt() throws Exception {
    Difference wider =
        Compared.wider(
            Compared.rules("sys_openat: flags == O_RDONLY", "sys_openat: (flags & ~O_RDWR) == 0")
                .entries()
                .getFirst());
    assertEquals(
        new Difference("openat(*, *, flags=O_RDWR, *)", "errno(EPERM)", "allow", "flags == O_RDWR"),
        wider);
    assertTrue(
        DiffToText.text(Compared.rules("sys_mmap: prot == 0", "sys_mmap: 1"))
            .contains("mmap(*, *, prot=PROT_WRITE|PROT_EXEC, *, *, *)"));
  }

  @Test
  void otherArchitecturesAndUnknownNumbersAreRisks() throws Exception {
    Policy strict = Compared.policy(Compared.HEAD);
    Policy foreign = Compared.policy(Compared.HEAD + "foreign allow\n");
    Policy unknown = Compared.policy(Compared.HEAD + "unknown allow\n");
    DiffEntry entry = Compared.policies(strict, foreign).entries().getFirst();
    assertEquals("other architectures", entry.subject());
    assertEquals(RiskLevel.HIGH, entry.level());
    entry = Compared.policies(strict, unknown).entries().getFirst();
    assertEquals("numbers above the table's", entry.subject());
    assertEquals(RiskLevel.MEDIUM, entry.level());
  }

  @Test
  void aRecordingIsComparedWithAPolicyAsWhatItRecords() throws Exception {
    Evidence evidence =
        Compared.run("r", "", List.of("write(1, _, 10)", "socket(AF_UNIX, SOCK_STREAM, 0)"));
    Policy fits = Compared.policy(Compared.HEAD + "sys_write: fd == 1\nsys_socket: 1\n");
    Policy tight = Compared.policy(Compared.HEAD + "sys_write: fd == 2\n");
    Diff denied = Compared.mixed(evidence, tight, true);
    assertEquals(
        List.of("socket(family=AF_UNIX, type=SOCK_STREAM, protocol=0)", "write(fd=1, *, count=10)"),
        denied.entries().stream().map(entry -> Compared.narrower(entry).event()).toList());
    assertEquals("recorded -> denied", Compared.narrower(denied.entries().getFirst()).verdicts());
    assertFalse(denied.widens());
    // What fits, fits with sizes that nobody saw; families that nobody saw are beyond.
    Diff beyond = Compared.mixed(evidence, fits, true);
    assertEquals(List.of("socket"), beyond.entries().stream().map(DiffEntry::subject).toList());
    assertTrue(Compared.mixed(evidence, tight, false).widens());
    assertFalse(Compared.mixed(evidence, fits, false).widens());
  }

  @Test
  void aSingleArgumentIsNotTakenForAnyValue() throws Exception {
    Evidence evidence = Compared.run("r", "", List.of("ioctl(1, TCGETS, _)"));
    Policy policy = Compared.policy(Compared.HEAD + "sys_ioctl: cmd == TCGETS\n");
    assertEquals(List.of(), Compared.mixed(evidence, policy, true).entries());
  }
}

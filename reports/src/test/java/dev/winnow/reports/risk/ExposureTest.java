package dev.winnow.reports.risk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExposureTest {
  private static Policy policy(String rules) throws Exception {
    return Policies.parse("p", "arch x86_64\ndefault errno(EPERM)\n" + rules.replace(';', '\n'));
  }

  private static String ids(Exposure exposure) {
    return exposure.risks().stream().map(Risk::id).collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyConditionIsReadOnEveryArchitecture(Arch arch) {
    List<ArchRisks.Way> ways = ArchRisks.of(arch);
    assertTrue(ways.size() > 50, arch + " has only " + ways.size());
    assertTrue(ways.stream().anyMatch(way -> way.risk().id().equals("writable-executable-memory")));
  }

  @Test
  void everyNameOfTheTableIsASyscallSomewhere() {
    for (RiskRow row : RiskTable.rows()) {
      for (RiskRow.Part part : row.parts()) {
        for (String name : part.names()) {
          String plain = name.substring(name.indexOf('/') + 1);
          boolean known = plain.contains(" "); // no syscall: opened as a whole
          for (Arch arch : Arch.values()) {
            known |= SyscallTable.of(arch).byName(plain) != null;
          }
          assertTrue(known, row.risk().id() + ": " + name);
        }
      }
    }
  }

  @Test
  void idsAreDistinctAndLevelsHaveBothKinds() {
    Set<String> ids = new HashSet<>();
    Set<RiskLevel> levels = new HashSet<>();
    for (Risk risk : RiskTable.all()) {
      assertTrue(ids.add(risk.id()), risk.id());
      levels.add(risk.level());
      assertTrue(risk.id().matches("[a-z0-9-]+"), risk.id());
    }
    assertEquals(Set.of(RiskLevel.HIGH, RiskLevel.MEDIUM), levels);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "sys_read: 1 @ ''",
        "sys_mmap: (prot & ~(PROT_READ | PROT_WRITE)) == 0 @ ''",
        "sys_mmap: prot == PROT_READ || prot == PROT_WRITE @ ''",
        "sys_mmap: (prot & PROT_WRITE) == 0 @ executable-memory",
        "sys_mprotect: 1 @ writable-executable-memory executable-memory",
        "sys_memfd_create: 1 @ ''",
        "sys_memfd_create: 1;sys_execve: 1 @ memory-file-execution program-execution",
        "sys_io_uring_setup: 1 @ io-uring",
        "sys_clone: (clone_flags & CLONE_NEWUSER) == 0 && (clone_flags & ~0x1ff) == 0 @ ''",
        "sys_unshare: unshare_flags == CLONE_NEWUSER @ user-namespace",
        "sys_socket: family == AF_UNIX @ ''",
        "sys_socket: family == AF_INET && type == SOCK_STREAM @ network-inet",
        "sys_socket: family == AF_NETLINK && protocol == 12 @ network-netfilter",
        "sys_ioctl: cmd in {TCGETS, TIOCGWINSZ} @ ''",
        "sys_ioctl: cmd == TIOCSTI @ terminal-injection",
        "sys_openat: (flags & ~(O_CLOEXEC | O_DIRECTORY)) == 0 @ ''",
        "sys_openat: flags == O_WRONLY @ file-writing",
        "sys_personality: personality == 0xffffffff @ ''",
        "sys_ptrace: 1 -> errno(EPERM) @ ''",
      })
  void aRiskIsOpenExactlyIfAnEventOfItIsPermitted(String rules, String expected) throws Exception {
    Policy policy = policy(rules);
    Exposure exposure = Exposure.of(policy);
    assertEquals(expected, ids(exposure));
    for (OpenRisk open : exposure.open()) {
      assertTrue(Evaluator.decide(policy, open.event()).permits(), open.text());
    }
  }

  @Test
  void theWitnessShowsWhatTheRiskIsAbout() throws Exception {
    OpenRisk open = Exposure.of(policy("sys_mmap: 1")).open().getFirst();
    assertEquals("mmap(*, *, prot=PROT_WRITE|PROT_EXEC, *, *, *)", open.text());
    assertEquals(RiskLevel.HIGH, Exposure.of(policy("sys_mmap: 1")).level(Arch.X86_64, 9));
    assertEquals(RiskLevel.LOW, Exposure.of(policy("sys_read: 1")).level(Arch.X86_64, 0));
  }

  @Test
  void onlyWhatIsBeyondCounts() throws Exception {
    assertEquals("", beyond("sys_mmap: 1", "sys_mmap: 1;sys_read: 1"));
    assertEquals("", beyond("sys_mprotect: 1", "sys_mprotect: prot == PROT_EXEC"));
    assertEquals("program-execution", beyond("sys_read: 1", "sys_execve: 1"));
    assertEquals(
        "memory-file-execution", beyond("sys_execve: 1", "sys_execve: 1;sys_memfd_create: 1"));
    assertEquals(
        "memory-file-execution program-execution",
        beyond("sys_memfd_create: 1", "sys_execve: 1;sys_memfd_create: 1"));
  }

  private static String beyond(String before, String after) throws Exception {
    Diagram diagram = new Diagram();
    int old = diagram.permitted(PolicyDiagram.of(diagram, policy(before)));
    int now = diagram.permitted(PolicyDiagram.of(diagram, policy(after)));
    return ids(Exposure.beyond(diagram, old, now, Set.of(Arch.X86_64)));
  }

  @Test
  void whatLiesBehindAPointerIsOpenAsAWhole() throws Exception {
    Policy policy =
        Policies.parse("p", "arch i386\ndefault errno(EPERM)\nsys_mmap: 1\nsys_socketcall: 1\n");
    assertEquals(
        "writable-executable-memory executable-memory network-socketcall",
        ids(Exposure.of(policy)));
    assertFalse(ids(Exposure.of(policy("sys_mmap: prot == 0"))).contains("memory"));
  }
}

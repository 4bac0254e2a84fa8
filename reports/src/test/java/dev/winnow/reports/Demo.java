package dev.winnow.reports;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/** A small program's recordings and policies, for tests of the forms of a report. */
final class Demo {
  private static final long CWD = -100;

  private Demo() {}

  static Evidence runs(int count) {
    Evidence all = Evidence.NONE;
    for (int run = 0; run < count; run++) {
      all = all.join(run(run));
    }
    return all;
  }

  private static Evidence run(int run) {
    Recording recording =
        new Recording("run" + run)
            .call(1, "execve")
            .call(3, "brk")
            .call(900 + 40 * run, "getdents64", 3, 32768)
            .call(1800 + 80 * run, "newfstatat", CWD, 0x100)
            .call(41, "openat", CWD, 0x80000, 0)
            .call(12, "openat", CWD, 0x90800, 0)
            .call(60, "close", 3)
            .call(8, "read", 3, 832)
            .call(700, "write", 1, 4096 + run)
            .call(2, "ioctl", 1, 0x5401, 0)
            .call(1, "ioctl", 1, 0x5413, 0)
            .call(9, "mmap", 4096, 1, 0x2, 3, 0)
            .call(4, "mmap", 4096, 5, 0x812, 3, 0)
            .call(3, "mprotect", 4096, 1)
            .call(2, "rt_sigaction", 2, 8)
            .call(1, "prlimit64", 0, 3)
            .call(1, "exit_group", 0);
    if (run == 2) {
      recording.call(1, "socket", 1, 0x80001, 0).call(1, "connect", 3, 110);
    }
    if (run % 2 == 1) {
      recording.call(2, "openat", CWD, 0x241, 0644);
    }
    return recording.evidence();
  }

  static Policy policy() throws PolicySyntaxException {
    return policy("sys_openat: (flags & ~0x90a41) == 0");
  }

  static Policy narrow() throws PolicySyntaxException {
    return policy("sys_openat: (flags & ~0x90800) == 0");
  }

  private static Policy policy(String openat) throws PolicySyntaxException {
    return Policies.parse(
        "demo",
        """
        arch x86_64
        default errno(EPERM)
        unknown errno(ENOSYS)
        on_next_syscall: 1
        sys_brk: 1
        sys_getdents64: 1
        sys_newfstatat: flag == 0x100
        sys_close: 1
        sys_read: 1
        sys_write: 1
        sys_ioctl: cmd in {0x5401, 0x5413}
        sys_mmap: (prot & ~5) == 0 && (flags & ~0x812) == 0
        sys_mprotect: prot == 1
        sys_rt_sigaction: sig == 2
        sys_prlimit64: resource == 3
        sys_exit_group: 1
        sys_socket: family == 1
        sys_connect: 1
        sys_clock_gettime: 1
        sys_gettimeofday: 1
        """
            + openat
            + "\n");
  }

  static ProgramFacts program() {
    return new ProgramFacts(
        57,
        14,
        0.42,
        0.963,
        11,
        Map.of(
            key("openat"), new ProgramFacts.Cost(false, 9.5),
            key("mmap"), new ProgramFacts.Cost(false, 12),
            key("read"), new ProgramFacts.Cost(true, 0)),
        List.of("openat", "mmap", "ioctl", "socket", "mprotect"));
  }

  static SyscallKey key(String name) {
    int number = Objects.requireNonNull(SyscallTable.of(Arch.X86_64).byName(name)).number();
    return new SyscallKey("", Arch.X86_64, number);
  }

  static Report report(int runs, Policy policy) {
    return Report.of(
        "ls -lR /usr/share/doc",
        runs(runs),
        policy,
        Optional.of(new RiskEstimate(runs, runs > 2 ? 1 : 0, runs > 2 ? 2 : 1)),
        Optional.of(program()));
  }

  /** With everything that a report can have. */
  static Report full() throws PolicySyntaxException, DiagramLimitException {
    Evidence evidence = runs(6);
    SortedMap<String, Evidence> releases = History.byRelease();
    releases.put("v10", runs(6));
    releases.put("v9", runs(5));
    LearnOptions options = LearnOptions.DEFAULT;
    return report(6, policy())
        .explained(Insights.of(evidence, options))
        .against(Base.of("other.policy", narrow(), policy(), evidence))
        .since(History.of(releases, options));
  }
}

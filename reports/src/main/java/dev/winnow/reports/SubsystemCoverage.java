package dev.winnow.reports;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of the kernel: how many syscalls it has, and how many of them the policy opens, over the
 * architectures of the policy.
 *
 * @param name the part
 * @param kernel its syscalls in the tables
 * @param allowed of these, permitted for some arguments
 * @param used of those, seen in the evidence
 * @param excess the others that are permitted
 */
public record SubsystemCoverage(
    String name, int kernel, int allowed, int used, List<Excess> excess) {
  public SubsystemCoverage {
    excess = List.copyOf(excess);
  }

  /** All parts, in the order of the table. */
  static List<SubsystemCoverage> of(Coverage coverage, Policy policy) {
    Set<SyscallKey> seen = new HashSet<>();
    coverage.syscalls().forEach(row -> seen.add(new SyscallKey("", row.arch(), row.number())));
    List<SubsystemCoverage> all = new ArrayList<>();
    for (String name : Subsystems.all()) {
      all.add(of(name, coverage, policy, seen));
    }
    return all;
  }

  private static SubsystemCoverage of(
      String name, Coverage coverage, Policy policy, Set<SyscallKey> seen) {
    int kernel = 0;
    int allowed = 0;
    int used = 0;
    for (Section section : policy.sections()) {
      for (Syscall syscall : SyscallTable.of(section.arch()).all()) {
        if (!Subsystems.of(syscall.name()).equals(name)) {
          continue;
        }
        kernel++;
        if (!Permission.of(policy, section.arch(), syscall.number()).equals(Expr.FALSE)) {
          allowed++;
          used += seen.contains(new SyscallKey("", section.arch(), syscall.number())) ? 1 : 0;
        }
      }
    }
    List<Excess> excess =
        coverage.excess().stream().filter(e -> Subsystems.of(e.name()).equals(name)).toList();
    return new SubsystemCoverage(name, kernel, allowed, used, excess);
  }
}

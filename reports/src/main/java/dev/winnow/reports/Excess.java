package dev.winnow.reports;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A syscall that the policy permits and no run of the evidence made.
 *
 * @param arch the architecture
 * @param number the number there
 * @param name the name
 * @param rules its rules in the policy; empty if the section's default permits it
 */
public record Excess(Arch arch, int number, String name, List<String> rules) {
  public Excess {
    rules = List.copyOf(rules);
  }

  /** By architecture and number, over the syscalls of the tables. */
  static List<Excess> of(Evidence evidence, Policy policy) {
    List<Excess> excess = new ArrayList<>();
    for (Section section : policy.sections()) {
      Arch arch = section.arch();
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        int number = syscall.number();
        if (!evidence.syscalls().containsKey(new SyscallKey("", arch, number))
            && !Permission.of(policy, arch, number).equals(Expr.FALSE)) {
          List<String> rules =
              Permission.rules(policy, arch, number).stream()
                  .map(rule -> RuleText.of(arch, rule))
                  .toList();
          excess.add(new Excess(arch, number, syscall.name(), rules));
        }
      }
    }
    return excess;
  }
}

package dev.winnow.minimizer.bitmask;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The smallest bitmask that permits everything that a section of a policy permits, and what it
 * cannot say. Decided on the exact core, so that two rules that together permit everything count as
 * such.
 *
 * @param arch the section's architecture
 * @param bitmask bit n is set if some call of syscall n is permitted
 * @param wider syscalls that the policy permits for some arguments only: the bitmask allows all
 * @param flattened what else the bitmask does not keep, such as log actions
 */
public record PolicyToBitmask(
    Arch arch, Bitmask bitmask, List<String> wider, List<String> flattened) {
  public PolicyToBitmask {
    wider = List.copyOf(wider);
    flattened = List.copyOf(flattened);
  }

  /**
   * Converts one section.
   *
   * @throws DiagramLimitException if the policy is too entangled to be decided
   */
  public static PolicyToBitmask of(Policy policy, Section section) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    int root = PolicyDiagram.of(diagram, policy);
    BitSet bits = new BitSet();
    List<String> wider = new ArrayList<>();
    List<String> logged = new ArrayList<>();
    Arch arch = section.arch();
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      int verdict = diagram.restrict(root, arch.auditToken(), syscall.number());
      int permitted = diagram.permitted(verdict);
      if (permitted == Diagram.FALSE) {
        continue;
      }
      bits.set(syscall.number() & ~Arch.X32_BIT);
      if (permitted != Diagram.TRUE) {
        wider.add(syscall.name());
      }
      if (diagram.isLeaf(verdict) && diagram.leafValue(verdict) != Action.ALLOW.returnValue()) {
        logged.add(syscall.name());
      }
    }
    List<String> flattened = new ArrayList<>();
    if (!logged.isEmpty()) {
      flattened.add("the log action of " + String.join(", ", logged));
    }
    if (section.unknown().permits()) {
      flattened.add("that numbers above the table's are permitted");
    }
    return new PolicyToBitmask(arch, new Bitmask(bits), wider, flattened);
  }

  /** Whether the bitmask permits exactly what the policy permits. */
  public boolean exact() {
    return wider.isEmpty() && flattened.isEmpty();
  }
}

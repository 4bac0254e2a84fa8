package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a policy does with each syscall name, as one function of the arguments for all its
 * architectures: a profile has one set of rules for all of them.
 */
final class Verdicts {
  private final Diagram diagram = new Diagram();
  private final int root;
  private final int upperHalvesZero;
  private final Map<String, Integer> byName = new TreeMap<>();

  private Verdicts(Policy policy) throws DiagramLimitException {
    root = PolicyDiagram.of(diagram, policy);
    int zero = Diagram.TRUE;
    for (int argument = 0; argument < 6; argument++) {
      zero = diagram.and(zero, diagram.wordEquals(5 + 2 * argument, 0));
    }
    upperHalvesZero = zero;
  }

  static Verdicts of(Policy policy) throws DiagramLimitException {
    Verdicts verdicts = new Verdicts(policy);
    for (Arch arch : Arch.values()) {
      Section section = policy.section(arch);
      if (section != null) {
        verdicts.add(section);
      }
    }
    return verdicts;
  }

  Diagram diagram() {
    return diagram;
  }

  /** By name; handles of {@link #diagram()}, equal for equal functions. */
  Map<String, Integer> byName() {
    return byName;
  }

  private void add(Section section) throws DiagramLimitException {
    Arch arch = section.arch();
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      int verdict = diagram.restrict(root, arch.auditToken(), syscall.number());
      if (section.onNextSyscall() && syscall.name().equals("execve")) {
        // The profile is in force before the runtime starts the program.
        verdict = diagram.leaf(Action.ALLOW.returnValue());
      }
      Integer before = byName.get(syscall.name());
      byName.put(syscall.name(), before == null ? verdict : joined(before, verdict));
    }
  }

  /**
   * One function for two architectures. The first serves both if they agree where the second can
   * look, since libseccomp drops upper halves there; else whatever either permits is permitted, so
   * that no recorded event is denied.
   */
  private int joined(int first, int second) throws DiagramLimitException {
    int any = diagram.leaf(0);
    if (diagram.ite(upperHalvesZero, first, any) == diagram.ite(upperHalvesZero, second, any)) {
      return first;
    }
    int only = diagram.and(diagram.permitted(second), diagram.not(diagram.permitted(first)));
    return diagram.ite(only, second, first);
  }

  /** Whether a runtime can start the program, which it does by execve under the filter. */
  boolean permitsExec() throws DiagramLimitException {
    Integer verdict = byName.get("execve");
    return verdict != null && diagram.permitted(verdict) != Diagram.FALSE;
  }
}

package dev.winnow.reports.diff;

import dev.winnow.minimizer.expression.ExpressionReader;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.HashMap;
import java.util.Map;

/** Sets of arguments in the words of the policy language. */
final class Conditions {
  /** A number that no table has, for arguments of no syscall in particular. */
  private static final int NO_SYSCALL = Arch.X32_BIT - 1;

  private static final int POINTER = Diagram.variable(3, 31);

  private final Diagram diagram;
  private final Map<Integer, Integer> lastOf = new HashMap<>();

  Conditions(Diagram diagram) {
    this.diagram = diagram;
  }

  /** The condition on a syscall's arguments; "" if no expression is exactly this set. */
  String of(Arch arch, int number, int set) throws DiagramLimitException {
    if (set == Diagram.TRUE) {
      return "1";
    }
    if (last(set) >= POINTER) {
      return "";
    }
    Expr expression =
        ExpressionReader.read(diagram, set, arch, SyscallTable.of(arch).byNumber(number));
    if (expression == null || PolicyDiagram.condition(diagram, arch, expression) != set) {
      return "";
    }
    return Policies.print(arch, number, expression);
  }

  /** The same where there is no architecture: registers of 64 bits. */
  String ofRegisters(int set) throws DiagramLimitException {
    return of(Arch.X86_64, NO_SYSCALL, set);
  }

  /** The last variable that a set tests; -1 if it is all or nothing. */
  private int last(int node) {
    if (diagram.isLeaf(node)) {
      return -1;
    }
    Integer known = lastOf.get(node);
    if (known == null) {
      int below = Math.max(last(diagram.low(node)), last(diagram.high(node)));
      known = Math.max(diagram.variableOf(node), below);
      lastOf.put(node, known);
    }
    return known;
  }
}

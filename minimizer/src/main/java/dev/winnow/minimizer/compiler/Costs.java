package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Messages for policies that have no program: which limit, and what costs most. */
final class Costs {
  private static final int NAMED = 5;

  /** Nodes of a diagram for one syscall; more than a program could test. */
  private static final int NODES = 1 << 17;

  private record Cost(String name, long amount) {
    String text(String unit) {
      return amount >= NODES
          ? "%s (more than %,d %s)".formatted(name, NODES, unit)
          : "%s (%,d %s)".formatted(name, amount, unit);
    }
  }

  private Costs() {}

  /** A program was made and is too long. */
  static String ofProgram(int size, Diagram diagram, int root, Planner planner, boolean cutOff) {
    List<Cost> costs = new ArrayList<>();
    for (Arch arch : Arch.values()) {
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        int function = diagram.restrict(root, arch.auditToken(), syscall.number());
        if (planner.isPlanned(function)) {
          int tests = planner.graph().tests(planner.build(function));
          costs.add(new Cost(arch + " " + syscall.name(), tests));
        }
      }
    }
    return ("the program would have %,d instructions and the kernel takes %,d%s; the arguments of these"
            + " syscalls cost most: %s. Widen their conditions, for instance from values to ranges or"
            + " masks")
        .formatted(
            size,
            Program.MAX_INSTRUCTIONS,
            cutOff ? " (the search for a shorter one was cut off)" : "",
            most(costs, "comparisons"));
  }

  /** Not even the diagram of the policy could be made: each syscall's rules are weighed alone. */
  static String ofPolicy(Policy policy, DiagramLimitException limit) {
    List<Cost> costs = new ArrayList<>();
    for (Section section : policy.sections()) {
      Map<Integer, List<Rule>> byNumber =
          section.rules().stream()
              .collect(Collectors.groupingBy(Rule::number, TreeMap::new, Collectors.toList()));
      byNumber.forEach((number, rules) -> {
        Syscall syscall = SyscallTable.of(section.arch()).byNumber(number);
        String name = syscall == null ? "number " + number : syscall.name();
        costs.add(new Cost(section.arch() + " " + name, nodes(section, rules)));
      });
    }
    return "the policy is too large for a program, which may have %,d instructions: %s. These syscalls cost most: %s"
        .formatted(Program.MAX_INSTRUCTIONS, limit.getMessage(), most(costs, "diagram nodes"));
  }

  private static long nodes(Section section, List<Rule> rules) {
    Diagram diagram = new Diagram(NODES);
    Section alone = section.with(rules);
    try {
      return diagram.size(PolicyDiagram.of(diagram, new Policy(List.of(alone))));
    } catch (DiagramLimitException e) {
      return NODES;
    }
  }

  private static String most(List<Cost> costs, String unit) {
    return costs.stream()
        .filter(cost -> cost.amount > 0)
        .sorted(Comparator.comparingLong(cost -> -cost.amount))
        .limit(NAMED)
        .map(cost -> cost.text(unit))
        .collect(Collectors.joining(", "));
  }
}

package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Simplifies every rule of a policy and drops those that never decide. */
public final class PolicySimplifier {
  private PolicySimplifier() {}

  /** A policy that takes the same action for every event; rules keep their order and comments. */
  public static Policy simplify(Policy policy) {
    return new Policy(
        policy.sections().stream().map(PolicySimplifier::simplify).toList(), policy.remarks());
  }

  /**
   * Compares both over all events.
   *
   * @throws IllegalStateException if they are not the same function
   * @throws DiagramLimitException if that cannot be decided
   */
  public static void prove(Policy policy, Policy simplified) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    if (PolicyDiagram.of(diagram, policy) != PolicyDiagram.of(diagram, simplified)) {
      throw new IllegalStateException("the simplified policy is not the policy");
    }
  }

  private static Section simplify(Section section) {
    List<Rule> rules = new ArrayList<>();
    Set<Integer> decided = new HashSet<>();
    for (Rule rule : section.rules()) {
      Expr condition = condition(section, rule);
      if (decided.contains(rule.number()) || condition.equals(Expr.FALSE)) {
        continue;
      }
      if (condition.equals(Expr.TRUE)) {
        decided.add(rule.number());
      }
      rules.add(new Rule(rule.number(), condition, rule.action(), rule.comment()));
    }
    return section.with(rules);
  }

  private static Expr condition(Section section, Rule rule) {
    Syscall syscall = SyscallTable.of(section.arch()).byNumber(rule.number());
    return syscall == null
        ? ExpressionSimplifier.simplify(rule.condition())
        : ExpressionSimplifier.simplify(rule.condition(), syscall);
  }
}

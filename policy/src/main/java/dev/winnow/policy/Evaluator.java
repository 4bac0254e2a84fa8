package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a policy says about one event: its meaning, in the most direct form. */
public final class Evaluator {
  private Evaluator() {}

  /** The action that the policy takes. */
  public static Action decide(Policy policy, SeccompData event) {
    return explain(policy, event).action();
  }

  /** The action and what decided it. Costs a scan of the section's rules. */
  public static Decision explain(Policy policy, SeccompData event) {
    Section section = sectionOf(policy, event);
    if (section == null) {
      return new Decision(Decision.Reason.FOREIGN, null, -1, policy.foreign());
    }
    List<Rule> rules = section.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (rule.number() == event.number() && holds(rule.condition(), section.arch(), event)) {
        return new Decision(Decision.Reason.RULE, section, i, rule.action());
      }
    }
    int highest = SyscallTable.of(section.arch()).highest();
    return Integer.compareUnsigned(event.number(), highest) > 0
        ? new Decision(Decision.Reason.UNKNOWN, section, -1, section.unknown())
        : new Decision(Decision.Reason.DEFAULT, section, -1, section.defaultAction());
  }

  private static @Nullable Section sectionOf(Policy policy, SeccompData event) {
    for (Section section : policy.sections()) {
      if (section.arch().auditToken() == event.arch()
          && Section.owns(section.arch(), event.number())) {
        return section;
      }
    }
    return null;
  }

  /** Whether an expression holds for an event's arguments; 32-bit registers have no upper half. */
  public static boolean holds(Expr expression, Arch arch, SeccompData event) {
    return switch (expression) {
      case Expr.Const(boolean value) -> value;
      case Expr.Not(Expr part) -> !holds(part, arch, event);
      case Expr.And(List<Expr> parts) -> parts.stream().allMatch(p -> holds(p, arch, event));
      case Expr.Or(List<Expr> parts) -> parts.stream().anyMatch(p -> holds(p, arch, event));
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          op.holds(valueOf(term, arch, event), value);
      case Expr.In(Term term, List<Expr.Range> ranges) -> {
        long value = valueOf(term, arch, event);
        yield ranges.stream().anyMatch(range -> range.contains(value));
      }
      case Expr.NonZero(Term term) -> valueOf(term, arch, event) != 0;
    };
  }

  private static long valueOf(Term term, Arch arch, SeccompData event) {
    return term.of(event.args().get(term.argument()) & Term.widthMask(arch.registerBits()));
  }
}

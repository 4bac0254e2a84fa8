package dev.winnow.reports;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/** What a policy permits of one syscall, as one expression; the rules' order is folded into it. */
final class Permission {
  private Permission() {}

  /** The rules of a syscall, in order; none if the policy has no section for it. */
  static List<Rule> rules(Policy policy, Arch arch, int number) {
    Section section = policy.section(arch);
    return section == null
        ? List.of()
        : section.rules().stream().filter(rule -> rule.number() == number).toList();
  }

  /** When a syscall is permitted: {@link Expr#TRUE} if always, {@link Expr#FALSE} if never. */
  static Expr of(Policy policy, Arch arch, int number) {
    Expr permitted = fallback(policy, arch, number).permits() ? Expr.TRUE : Expr.FALSE;
    for (Rule rule : rules(policy, arch, number).reversed()) {
      permitted =
          rule.action().permits()
              ? or(rule.condition(), permitted)
              : and(not(rule.condition()), permitted);
    }
    return permitted;
  }

  private static Action fallback(Policy policy, Arch arch, int number) {
    Section section = policy.section(arch);
    if (section == null) {
      return policy.foreign();
    }
    boolean listed = Integer.compareUnsigned(number, SyscallTable.of(arch).highest()) <= 0;
    return listed ? section.defaultAction() : section.unknown();
  }

  /** Bit i is set if the expression looks at argument i. */
  static int arguments(Expr expression) {
    return switch (expression) {
      case Expr.Const constant -> 0;
      case Expr.Not(Expr part) -> arguments(part);
      case Expr.And(List<Expr> parts) -> anyOf(parts);
      case Expr.Or(List<Expr> parts) -> anyOf(parts);
      case Expr.Compare compare -> 1 << compare.term().argument();
      case Expr.In in -> 1 << in.term().argument();
      case Expr.NonZero nonZero -> 1 << nonZero.term().argument();
    };
  }

  private static int anyOf(List<Expr> parts) {
    return parts.stream().mapToInt(Permission::arguments).reduce(0, (a, b) -> a | b);
  }

  private static Expr not(Expr part) {
    return switch (part) {
      case Expr.Const(boolean value) -> value ? Expr.FALSE : Expr.TRUE;
      case Expr.Not(Expr inner) -> inner;
      default -> new Expr.Not(part);
    };
  }

  private static Expr or(Expr left, Expr right) {
    if (left.equals(Expr.TRUE) || right.equals(Expr.FALSE)) {
      return left;
    }
    if (left.equals(Expr.FALSE) || right.equals(Expr.TRUE)) {
      return right;
    }
    List<Expr> parts = new ArrayList<>(List.of(left));
    parts.addAll(right instanceof Expr.Or(List<Expr> rest) ? rest : List.of(right));
    return new Expr.Or(parts);
  }

  private static Expr and(Expr left, Expr right) {
    if (left.equals(Expr.FALSE) || right.equals(Expr.TRUE)) {
      return left;
    }
    if (left.equals(Expr.TRUE) || right.equals(Expr.FALSE)) {
      return right;
    }
    return new Expr.And(List.of(left, right));
  }
}

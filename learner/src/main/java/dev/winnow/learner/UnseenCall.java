package dev.winnow.learner;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Resource;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A row of {@code unseen.tsv}.
 *
 * @param call the call that is added
 * @param when the calls that must have been seen: any of {@code a|b}, all of {@code a+b}
 * @param rule an expression, with an action if it is not allowed; or {@code like CALL}
 * @param bundle what it belongs to: calls that programs begin to need together
 * @param reason printed behind the rule
 */
record UnseenCall(String call, String when, String rule, String bundle, String reason) {
  private static final String LIKE = "like ";
  private static final String ALWAYS = "always";

  static final List<UnseenCall> ROWS =
      Resource.rows(UnseenCall.class, "unseen.tsv", 5).stream()
          .map(row -> new UnseenCall(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)))
          .toList();

  /** Whether the calls seen make this one likely. */
  boolean expected(Set<String> seen) {
    if (when.equals(ALWAYS)) {
      return true;
    }
    for (String any : when.split("\\|", -1)) {
      if (seen.containsAll(List.of(any.split("\\+", -1)))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the kernel makes it, or every program ends by it. */
  boolean always() {
    return bundle.equals("kernel") || bundle.equals("exit");
  }

  /** Whether the rule is a test of arguments. */
  boolean looksAtArguments() {
    return !anyArguments() && !rule.startsWith(LIKE) && !rule.startsWith("1 -> ");
  }

  /** Whether it is allowed whatever its arguments. */
  boolean anyArguments() {
    return rule.equals("1");
  }

  /**
   * The rule on an architecture; none if the call has not the arguments that it speaks of there.
   *
   * @param seen what was learned, by name
   */
  Optional<Rule> rule(Arch arch, Syscall syscall, Map<String, Rule> seen) {
    String comment = Surface.MARK + reason;
    if (rule.startsWith(LIKE)) {
      Rule model = seen.get(rule.substring(LIKE.length()));
      Syscall other = model == null ? null : SyscallTable.of(arch).byNumber(model.number());
      return other == null || model == null
          ? Optional.empty()
          : Optional.of(
              new Rule(
                  syscall.number(),
                  translated(model.condition(), other, syscall),
                  Action.ALLOW,
                  comment));
    }
    try {
      String text = "arch " + arch.label() + "\ndefault errno(EPERM)\nsys_" + call + ": " + rule;
      Rule parsed = Policies.parse("unseen.tsv", text).sections().getFirst().rules().getFirst();
      return Optional.of(new Rule(parsed.number(), parsed.condition(), parsed.action(), comment));
    } catch (PolicySyntaxException e) {
      return Optional.empty(); // here its arguments are others; a test reads all rows on x86_64
    }
  }

  /** The condition on the arguments of the same names; what speaks of others is dropped. */
  private static Expr translated(Expr condition, Syscall from, Syscall to) {
    return switch (condition) {
      case Expr.Const constant -> constant;
      case Expr.And(List<Expr> parts) -> {
        List<Expr> kept = new ArrayList<>();
        for (Expr part : parts) {
          Expr translated = translated(part, from, to);
          if (!translated.equals(Expr.TRUE)) {
            kept.add(translated);
          }
        }
        yield switch (kept.size()) {
          case 0 -> Expr.TRUE;
          case 1 -> kept.getFirst();
          default -> new Expr.And(kept);
        };
      }
      case Expr.Or(List<Expr> parts) -> {
        List<Expr> translated = parts.stream().map(part -> translated(part, from, to)).toList();
        yield translated.contains(Expr.TRUE) ? Expr.TRUE : new Expr.Or(translated);
      }
      case Expr.Compare(Term term, Expr.Op op, long value) -> {
        int index = index(term, from, to);
        yield index < 0 ? Expr.TRUE : new Expr.Compare(moved(term, index), op, value);
      }
      case Expr.In(Term term, List<Expr.Range> ranges) -> {
        int index = index(term, from, to);
        yield index < 0 ? Expr.TRUE : new Expr.In(moved(term, index), ranges);
      }
      case Expr.NonZero(Term term) -> {
        int index = index(term, from, to);
        yield index < 0 ? Expr.TRUE : new Expr.NonZero(moved(term, index));
      }
      // Learned conditions have none; dropping a part of it could deny more.
      case Expr.Not negation -> Expr.TRUE;
    };
  }

  private static int index(Term term, Syscall from, Syscall to) {
    int index = to.indexOf(from.arguments().get(term.argument()).name());
    return index >= 0 && to.arguments().get(index).width() == term.width() ? index : -1;
  }

  private static Term moved(Term term, int index) {
    return new Term(index, term.width(), term.mask());
  }
}

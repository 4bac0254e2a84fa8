package dev.winnow.minimizer.expression;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Shortens filter expressions to what a person would have written. The result holds for exactly the
 * same events, which is checked on the exact core; it is never longer than the original; and it
 * does not depend on the order in which parts were written.
 *
 * <p>Two ways are tried and the shorter result taken: by meaning ({@link Decomposition}) and by the
 * structure that the writer chose. The second is for conditions that are short only in that
 * structure.
 */
final class ExpressionSimplifier {
  /** Each round ends smaller or the same, so this is never met; it bounds the worst case. */
  private static final int MAX_ROUNDS = 8;

  private final Core core = new Core();
  private final ArgumentForms forms;
  private final Pruner pruner = new Pruner(core);
  private final Decomposition decomposition;

  private ExpressionSimplifier(List<Term> terms, Habits habits) {
    forms = new ArgumentForms(core, terms, habits);
    decomposition = new Decomposition(core, forms, pruner);
  }

  /** The simplified expression, about arguments of which nothing is known. */
  static Expr simplify(Expr expression) {
    return simplify(expression, Habits.NONE);
  }

  /**
   * The simplified condition of a syscall: arguments that are choices, such as commands, are listed
   * ({@code whence in {SEEK_SET, SEEK_CUR}}), flags said by their bits ({@code (flags & ~O_CLOEXEC)
   * == 0}), and the rest bounded where that is shorter ({@code fd <= 2}). Conditions that tie so
   * many bits together that they have no small exact form come back sorted and otherwise as they
   * were.
   */
  static Expr simplify(Expr expression, Syscall syscall) {
    return simplify(expression, Habits.of(syscall));
  }

  static Expr simplify(Expr expression, Habits habits) {
    Expr current = Trees.sorted(expression);
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Expr next = once(current, habits);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return current;
  }

  /** How much there is to read: terms, masks, constants and operators, each counted once. */
  static int size(Expr expression) {
    return Size.of(expression);
  }

  private static Expr once(Expr sorted, Habits habits) {
    ExpressionSimplifier simplifier = new ExpressionSimplifier(Trees.terms(sorted), habits);
    try {
      return simplifier.shortest(sorted);
    } catch (DiagramLimitException e) {
      // No small exact form: nothing can be checked, so nothing is changed.
      return sorted;
    }
  }

  private Expr shortest(Expr sorted) throws DiagramLimitException {
    int meaning = core.of(sorted);
    Expr byMeaning = decomposition.of(meaning);
    Expr byStructure = pruner.prune(structured(sorted));
    Expr best = ArgumentForms.shorter(byMeaning, byStructure);
    if (best == null || Size.of(best) > Size.of(sorted)) {
      return sorted;
    }
    if (core.of(best) != meaning) {
      throw new IllegalStateException(
          "simplification changed the meaning of %s to %s".formatted(sorted, best));
    }
    return best;
  }

  /**
   * The same structure, with negations at the leaves and what concerns one argument put together.
   */
  private Expr structured(Expr expression) throws DiagramLimitException {
    return switch (expression) {
      case Expr.Not(Expr part) -> {
        Expr negated = Trees.negated(part);
        yield negated instanceof Expr.Not ? leaf(negated) : structured(negated);
      }
      case Expr.And(List<Expr> parts) -> Trees.and(grouped(true, structured(parts)));
      case Expr.Or(List<Expr> parts) -> Trees.or(joinedBoxes(grouped(false, structured(parts))));
      default -> leaf(expression);
    };
  }

  private List<Expr> structured(List<Expr> parts) throws DiagramLimitException {
    List<Expr> structured = new ArrayList<>();
    for (Expr part : parts) {
      structured.add(structured(part));
    }
    return structured;
  }

  private Expr leaf(Expr expression) throws DiagramLimitException {
    int arguments = Trees.arguments(expression);
    Expr form =
        Integer.bitCount(arguments) == 1
            ? forms.of(core.of(expression), Integer.numberOfTrailingZeros(arguments))
            : null;
    return shorterOf(form, expression);
  }

  /** Parts about the same argument as one part, if that is shorter. */
  private List<Expr> grouped(boolean and, List<Expr> parts) throws DiagramLimitException {
    List<Expr> flat = and ? Trees.conjuncts(Trees.and(parts)) : Trees.disjuncts(Trees.or(parts));
    List<Expr> result = new ArrayList<>();
    for (Map.Entry<Integer, List<Expr>> group : Trees.byArgument(flat).entrySet()) {
      if (group.getKey() < 0) {
        result.addAll(group.getValue());
      } else {
        Expr together = and ? Trees.and(group.getValue()) : Trees.or(group.getValue());
        result.add(shorterOf(forms.of(core.of(together), group.getKey()), together));
      }
    }
    return result;
  }

  /**
   * Alternatives that differ in one argument only as one alternative.
   *
   * <p>Before: {@code prot == 1 && flags == 2 || prot == 1 && flags == 50}. After: {@code prot == 1
   * && flags in {2, 50}}.
   */
  private List<Expr> joinedBoxes(List<Expr> alternatives) throws DiagramLimitException {
    List<Expr> list = new ArrayList<>(Trees.disjuncts(Trees.or(alternatives)));
    for (int i = 0; i < list.size(); i++) {
      for (int j = i + 1; j < list.size(); j++) {
        Expr joined = joined(list.get(i), list.get(j));
        if (joined != null) {
          list.remove(j);
          list.set(i, joined);
          j = i;
        }
      }
    }
    return list;
  }

  private @Nullable Expr joined(Expr a, Expr b) throws DiagramLimitException {
    List<Expr> rest = new ArrayList<>(Trees.conjuncts(a));
    List<Expr> others = new ArrayList<>(Trees.conjuncts(b));
    rest.removeAll(Trees.conjuncts(b));
    others.removeAll(Trees.conjuncts(a));
    if (rest.size() != 1 || others.size() != 1) {
      return null;
    }
    int arguments = Trees.arguments(rest.getFirst()) | Trees.arguments(others.getFirst());
    if (Integer.bitCount(arguments) != 1) {
      return null;
    }
    Expr either = Trees.or(List.of(rest.getFirst(), others.getFirst()));
    Expr form = forms.of(core.of(either), Integer.numberOfTrailingZeros(arguments));
    List<Expr> common = new ArrayList<>(Trees.conjuncts(a));
    common.remove(rest.getFirst());
    common.add(shorterOf(form, either));
    return Trees.and(common);
  }

  private static Expr shorterOf(@Nullable Expr form, Expr expression) {
    return form == null || Size.of(expression) < Size.of(form) ? expression : form;
  }
}

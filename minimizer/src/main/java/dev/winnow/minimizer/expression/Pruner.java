package dev.winnow.minimizer.expression;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes out what changes nothing, and puts in front what alternatives share.
 *
 * <p>Before: {@code fd == 1 || fd != 1 && count == 0}. After: {@code fd == 1 || count == 0}.
 *
 * <p>Before: {@code fd == 1 && cmd == 3 || fd == 1 && arg2 == 4}. After: {@code fd == 1 && (cmd ==
 * 3 || arg2 == 4)}.
 */
final class Pruner {
  /** Larger expressions are not pruned: each part that is tried costs a look at all of it. */
  private static final int MAX_SIZE = 400;

  private final Core core;

  Pruner(Core core) {
    this.core = core;
  }

  /** An equal expression, no longer than the given one. */
  Expr prune(Expr expression) throws DiagramLimitException {
    if (Size.of(expression) > MAX_SIZE) {
      return expression;
    }
    int meaning = core.of(expression);
    Expr current = expression;
    while (true) {
      Expr next = withoutOne(current, rebuilt -> core.of(rebuilt) == meaning);
      next = next == null ? factored(current) : next;
      if (next == null) {
        return current;
      }
      current = next;
    }
  }

  /** Whether an expression may stand for the whole. */
  private interface Test {
    boolean accepts(Expr expression) throws DiagramLimitException;
  }

  /** The expression without its longest part that can go; null if none can. */
  private static @Nullable Expr withoutOne(Expr expression, Test whole)
      throws DiagramLimitException {
    boolean and = expression instanceof Expr.And;
    if (!and && !(expression instanceof Expr.Or)) {
      return null;
    }
    List<Expr> parts = and ? Trees.conjuncts(expression) : Trees.disjuncts(expression);
    for (int i = parts.size() - 1; i >= 0; i--) {
      Expr without = joined(and, Trees.without(parts, i));
      if (whole.accepts(without)) {
        return without;
      }
    }
    for (int i = parts.size() - 1; i >= 0; i--) {
      int place = i;
      Expr smaller =
          withoutOne(parts.get(i), part -> whole.accepts(joined(and, with(parts, place, part))));
      if (smaller != null) {
        return joined(and, with(parts, i, smaller));
      }
    }
    return null;
  }

  private static Expr joined(boolean and, List<Expr> parts) {
    return and ? Trees.and(parts) : Trees.or(parts);
  }

  private static List<Expr> with(List<Expr> parts, int index, Expr part) {
    List<Expr> changed = new ArrayList<>(parts);
    changed.set(index, part);
    return changed;
  }

  /**
   * The expression with the conjunct that saves most taken out of alternatives; null if none saves.
   */
  private static @Nullable Expr factored(Expr expression) {
    if (expression instanceof Expr.And(List<Expr> parts)) {
      for (int i = 0; i < parts.size(); i++) {
        Expr inner = factored(parts.get(i));
        if (inner != null) {
          return Trees.and(with(parts, i, inner));
        }
      }
      return null;
    }
    if (!(expression instanceof Expr.Or(List<Expr> alternatives))) {
      return null;
    }
    Expr best = null;
    for (Expr alternative : alternatives) {
      for (Expr conjunct : Trees.conjuncts(alternative)) {
        Expr candidate = factor(alternatives, conjunct);
        int least = best == null ? Size.of(expression) : Size.of(best);
        best = Size.of(candidate) < least ? candidate : best;
      }
    }
    return best;
  }

  private static Expr factor(List<Expr> alternatives, Expr conjunct) {
    List<Expr> rests = new ArrayList<>();
    List<Expr> others = new ArrayList<>();
    for (Expr alternative : alternatives) {
      List<Expr> conjuncts = Trees.conjuncts(alternative);
      int at = conjuncts.indexOf(conjunct);
      if (at < 0) {
        others.add(alternative);
      } else {
        rests.add(Trees.and(Trees.without(conjuncts, at)));
      }
    }
    others.add(Trees.and(List.of(conjunct, Trees.or(rests))));
    return Trees.or(others);
  }
}

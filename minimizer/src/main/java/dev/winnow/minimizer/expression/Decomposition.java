package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shortest expression that asks for one argument after the other, from the meaning alone:
 * however a condition was written, equal conditions come out equal.
 *
 * <p>Before: {@code prot == 1 && flags == 1 || prot == 3 && flags == 1 || prot == 1 && flags == 2
 * || prot == 3 && flags == 2}. After: {@code prot in {1, 3} && flags in {1, 2}}.
 */
final class Decomposition {
  /** A condition that falls into more parts by one argument is not worth reading that way. */
  private static final int MAX_PARTS = 24;

  /** Subconditions looked at before giving up; conditions of people need a handful. */
  private static final int MAX_CONDITIONS = 300;

  private final Core core;
  private final ArgumentForms forms;
  private final Pruner pruner;
  private final Map<Integer, Expr> known = new HashMap<>();
  private int looked;

  Decomposition(Core core, ArgumentForms forms, Pruner pruner) {
    this.core = core;
    this.forms = forms;
    this.pruner = pruner;
  }

  /** The shortest such expression; null if there is none that is worth reading. */
  @Nullable Expr of(int set) throws DiagramLimitException {
    if (set == Diagram.TRUE || set == Diagram.FALSE) {
      return set == Diagram.TRUE ? Expr.TRUE : Expr.FALSE;
    }
    Expr done = known.get(set);
    if (done != null) {
      return done;
    }
    Expr best = search(set);
    if (best != null) {
      known.put(set, best);
    }
    return best;
  }

  private @Nullable Expr search(int set) throws DiagramLimitException {
    looked++;
    int arguments = core.arguments(set);
    if (Integer.bitCount(arguments) == 1) {
      return forms.of(set, Integer.numberOfTrailingZeros(arguments));
    }
    Expr best = null;
    for (int argument = 0; argument < 6 && looked < MAX_CONDITIONS; argument++) {
      if ((arguments & 1 << argument) != 0) {
        best = ArgumentForms.shorter(best, by(set, argument));
      }
    }
    return best;
  }

  private @Nullable Expr by(int set, int argument) throws DiagramLimitException {
    List<Expr> alternatives = new ArrayList<>();
    for (Core.Part part : core.parts(set, argument, MAX_PARTS)) {
      if (part.rest() != Diagram.FALSE) {
        Expr values = forms.of(part.values(), argument);
        Expr rest = of(part.rest());
        if (values == null || rest == null) {
          return null;
        }
        alternatives.add(Trees.and(List.of(values, rest)));
      }
    }
    return alternatives.isEmpty() ? null : pruner.prune(Trees.or(alternatives));
  }
}

package dev.winnow.minimizer.expression;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import java.util.List;

/** How much there is to read in an expression: terms, masks, constants and operators. */
final class Size {
  private Size() {}

  static int of(Expr expression) {
    return switch (expression) {
      case Expr.Const constant -> 1;
      case Expr.Compare(Term term, Expr.Op op, long value) -> 1 + of(term);
      case Expr.NonZero(Term term) -> 1 + of(term);
      case Expr.In(Term term, List<Expr.Range> ranges) -> of(term) + of(ranges);
      case Expr.Not(Expr part) -> 1 + of(part);
      case Expr.And(List<Expr> parts) -> joined(parts);
      case Expr.Or(List<Expr> parts) -> joined(parts);
    };
  }

  private static int of(Term term) {
    return term.bare() ? 1 : 2;
  }

  private static int of(List<Expr.Range> ranges) {
    int size = 0;
    for (Expr.Range range : ranges) {
      size += range.low() == range.high() ? 1 : 2;
    }
    return size;
  }

  private static int joined(List<Expr> parts) {
    int size = parts.size() - 1;
    for (Expr part : parts) {
      size += of(part);
    }
    return size;
  }
}

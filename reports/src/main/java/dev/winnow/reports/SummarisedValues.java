package dev.winnow.reports;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.policy.Truth;
import dev.winnow.traces.Values;
import java.util.List;

/**
 * What a condition on one argument says of all the values beyond {@link Values#cap()}, of which
 * only bits and extremes are kept. Sound: TRUE and FALSE hold for each of them.
 *
 * @param always bits that all values have
 * @param sometimes bits that some value has
 * @param least the smallest value, unsigned
 * @param most the largest
 * @param width the bits that the values have
 */
record SummarisedValues(long always, long sometimes, long least, long most, int width) {
  /** Those of an argument that has too many values. */
  static SummarisedValues of(Values values) {
    long ones = bits(values.ones().keySet());
    long zeros = bits(values.zeros().keySet());
    return new SummarisedValues(
        ones & ~zeros,
        ones,
        values.summary().least().getFirst().value(),
        values.summary().most().getFirst().value(),
        values.width());
  }

  private static long bits(Iterable<Integer> positions) {
    long mask = 0;
    for (int position : positions) {
      mask |= 1L << position;
    }
    return mask;
  }

  /** The truth of an expression that looks at this argument only. */
  Truth holds(Expr expression) {
    return switch (expression) {
      case Expr.Const(boolean value) -> Truth.of(value);
      case Expr.Not(Expr part) -> holds(part).not();
      case Expr.And(List<Expr> parts) ->
          parts.stream().map(this::holds).reduce(Truth.TRUE, Truth::and);
      case Expr.Or(List<Expr> parts) ->
          parts.stream().map(this::holds).reduce(Truth.FALSE, Truth::or);
      case Expr.Compare(Term term, Expr.Op op, long value) -> compare(term, op, value);
      case Expr.In(Term term, List<Expr.Range> ranges) ->
          ranges.stream().map(range -> in(term, range)).reduce(Truth.FALSE, Truth::or);
      case Expr.NonZero(Term term) -> compare(term, Expr.Op.NE, 0);
    };
  }

  private Truth in(Term term, Expr.Range range) {
    return compare(term, Expr.Op.GE, range.low()).and(compare(term, Expr.Op.LE, range.high()));
  }

  private Truth compare(Term term, Expr.Op op, long value) {
    if ((term.mask() & ~Term.widthMask(width)) != 0) {
      return Truth.UNKNOWN;
    }
    // Without a gap at the top the mask keeps the order; otherwise only the bits bound the term.
    boolean whole = term.mask() == Term.widthMask(width);
    long low = whole ? least : always & term.mask();
    long high = whole ? most : sometimes & term.mask();
    boolean possible =
        (value & ~(sometimes & term.mask())) == 0 && (always & term.mask() & ~value) == 0;
    return switch (op) {
      case EQ -> equal(possible, low, high, value);
      case NE -> equal(possible, low, high, value).not();
      case LT -> below(low, high, value);
      case GE -> below(low, high, value).not();
      case GT -> above(low, high, value);
      case LE -> above(low, high, value).not();
    };
  }

  private static Truth equal(boolean possible, long low, long high, long value) {
    if (!possible
        || Long.compareUnsigned(value, low) < 0
        || Long.compareUnsigned(value, high) > 0) {
      return Truth.FALSE;
    }
    return low == high ? Truth.TRUE : Truth.UNKNOWN;
  }

  private static Truth below(long low, long high, long value) {
    if (Long.compareUnsigned(high, value) < 0) {
      return Truth.TRUE;
    }
    return Long.compareUnsigned(low, value) >= 0 ? Truth.FALSE : Truth.UNKNOWN;
  }

  private static Truth above(long low, long high, long value) {
    if (Long.compareUnsigned(low, value) > 0) {
      return Truth.TRUE;
    }
    return Long.compareUnsigned(high, value) <= 0 ? Truth.FALSE : Truth.UNKNOWN;
  }
}

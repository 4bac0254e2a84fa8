package dev.winnow.policy;

import java.util.List;

/** A filter expression over the six arguments of one syscall. Comparisons are unsigned. */
public sealed interface Expr {
  Expr TRUE = new Const(true);
  Expr FALSE = new Const(false);

  /** {@code 1} or {@code 0}. */
  record Const(boolean value) implements Expr {}

  /** Two or more alternatives. */
  record Or(List<Expr> parts) implements Expr {
    public Or {
      parts = List.copyOf(parts);
      if (parts.size() < 2) {
        throw new IllegalArgumentException("|| needs two parts");
      }
    }
  }

  /** Two or more conditions. */
  record And(List<Expr> parts) implements Expr {
    public And {
      parts = List.copyOf(parts);
      if (parts.size() < 2) {
        throw new IllegalArgumentException("&& needs two parts");
      }
    }
  }

  /** The opposite. */
  record Not(Expr part) implements Expr {}

  /** {@code term OP value}; the value fits the term's width. */
  record Compare(Term term, Op op, long value) implements Expr {
    public Compare {
      requireFits(term, value);
    }
  }

  /** {@code term in {a, b..c}}. */
  record In(Term term, List<Range> ranges) implements Expr {
    public In {
      ranges = List.copyOf(ranges);
      if (ranges.isEmpty()) {
        throw new IllegalArgumentException("in needs a value");
      }
      for (Range range : ranges) {
        requireFits(term, range.low());
        requireFits(term, range.high());
      }
    }
  }

  /** A bare term: "not zero". */
  record NonZero(Term term) implements Expr {}

  /** The comparisons. */
  enum Op {
    EQ("=="),
    NE("!="),
    LT("<"),
    LE("<="),
    GT(">"),
    GE(">=");

    private final String symbol;

    Op(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }

    /** Whether {@code left OP right}, unsigned. */
    public boolean holds(long left, long right) {
      int order = Long.compareUnsigned(left, right);
      return switch (this) {
        case EQ -> order == 0;
        case NE -> order != 0;
        case LT -> order < 0;
        case LE -> order <= 0;
        case GT -> order > 0;
        case GE -> order >= 0;
      };
    }
  }

  /** An inclusive, unsigned, non-empty range. */
  record Range(long low, long high) {
    public Range {
      if (Long.compareUnsigned(low, high) > 0) {
        throw new IllegalArgumentException("empty range");
      }
    }

    public static Range of(long value) {
      return new Range(value, value);
    }

    public boolean contains(long value) {
      return Long.compareUnsigned(low, value) <= 0 && Long.compareUnsigned(value, high) <= 0;
    }
  }

  private static void requireFits(Term term, long value) {
    if ((value & ~Term.widthMask(term.width())) != 0) {
      throw new IllegalArgumentException(
          "0x%x does not fit %d bits".formatted(value, term.width()));
    }
  }
}

package dev.winnow.minimizer.expression;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Expressions as trees of && and ||, built flat, sorted and without repetitions. */
final class Trees {
  /** By argument as in the syscall's prototype, then short before long. */
  private static final Comparator<Expr> ORDER =
      Comparator.comparingInt(Trees::firstArgument)
          .thenComparingInt(Size::of)
          .thenComparing(Expr::toString);

  private Trees() {}

  /** The conjunction. */
  static Expr and(List<Expr> parts) {
    List<Expr> flat = new ArrayList<>();
    for (Expr part : parts) {
      if (part.equals(Expr.FALSE)) {
        return Expr.FALSE;
      }
      flat.addAll(part instanceof Expr.And(List<Expr> inner) ? inner : List.of(part));
    }
    flat.removeIf(Expr.TRUE::equals);
    List<Expr> sorted = flat.stream().distinct().sorted(ORDER).toList();
    return switch (sorted.size()) {
      case 0 -> Expr.TRUE;
      case 1 -> sorted.getFirst();
      default -> new Expr.And(sorted);
    };
  }

  /** The disjunction. */
  static Expr or(List<Expr> parts) {
    List<Expr> flat = new ArrayList<>();
    for (Expr part : parts) {
      if (part.equals(Expr.TRUE)) {
        return Expr.TRUE;
      }
      flat.addAll(part instanceof Expr.Or(List<Expr> inner) ? inner : List.of(part));
    }
    flat.removeIf(Expr.FALSE::equals);
    List<Expr> sorted = flat.stream().distinct().sorted(ORDER).toList();
    return switch (sorted.size()) {
      case 0 -> Expr.FALSE;
      case 1 -> sorted.getFirst();
      default -> new Expr.Or(sorted);
    };
  }

  /** The expression with every && and || flat and sorted, and every set sorted. */
  static Expr sorted(Expr expression) {
    return switch (expression) {
      case Expr.And(List<Expr> parts) -> and(parts.stream().map(Trees::sorted).toList());
      case Expr.Or(List<Expr> parts) -> or(parts.stream().map(Trees::sorted).toList());
      case Expr.Not(Expr part) -> new Expr.Not(sorted(part));
      case Expr.In(Term term, List<Expr.Range> ranges) -> new Expr.In(term, sortedRanges(ranges));
      default -> expression;
    };
  }

  private static List<Expr.Range> sortedRanges(List<Expr.Range> ranges) {
    Comparator<Expr.Range> byLow = (a, b) -> Long.compareUnsigned(a.low(), b.low());
    return ranges.stream()
        .distinct()
        .sorted(byLow.thenComparing((a, b) -> Long.compareUnsigned(a.high(), b.high())))
        .toList();
  }

  /** The opposite, with negations only at comparisons. */
  static Expr negated(Expr expression) {
    return switch (expression) {
      case Expr.Const(boolean value) -> value ? Expr.FALSE : Expr.TRUE;
      case Expr.Not(Expr part) -> part;
      case Expr.And(List<Expr> parts) -> or(parts.stream().map(Trees::negated).toList());
      case Expr.Or(List<Expr> parts) -> and(parts.stream().map(Trees::negated).toList());
      case Expr.Compare(Term term, Expr.Op op, long value) ->
          new Expr.Compare(term, opposite(op), value);
      case Expr.NonZero(Term term) -> new Expr.Compare(term, Expr.Op.EQ, 0);
      case Expr.In in -> new Expr.Not(in);
    };
  }

  private static Expr.Op opposite(Expr.Op op) {
    return switch (op) {
      case EQ -> Expr.Op.NE;
      case NE -> Expr.Op.EQ;
      case LT -> Expr.Op.GE;
      case LE -> Expr.Op.GT;
      case GT -> Expr.Op.LE;
      case GE -> Expr.Op.LT;
    };
  }

  /** The parts of a conjunction; an expression that is none is its only part. */
  static List<Expr> conjuncts(Expr expression) {
    return expression instanceof Expr.And(List<Expr> parts) ? parts : List.of(expression);
  }

  /** The parts of a disjunction. */
  static List<Expr> disjuncts(Expr expression) {
    return expression instanceof Expr.Or(List<Expr> parts) ? parts : List.of(expression);
  }

  /** The list without one of its parts. */
  static List<Expr> without(List<Expr> parts, int index) {
    List<Expr> rest = new ArrayList<>(parts);
    rest.remove(index);
    return rest;
  }

  /** The parts that mention one argument only, by argument; the others under -1. */
  static Map<Integer, List<Expr>> byArgument(List<Expr> parts) {
    Map<Integer, List<Expr>> groups = new TreeMap<>();
    for (Expr part : parts) {
      int arguments = arguments(part);
      int key = Integer.bitCount(arguments) == 1 ? Integer.numberOfTrailingZeros(arguments) : -1;
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(part);
    }
    return groups;
  }

  /** The arguments that an expression mentions: bit i for argument i. */
  static int arguments(Expr expression) {
    int mask = 0;
    for (Term term : terms(expression)) {
      mask |= 1 << term.argument();
    }
    return mask;
  }

  private static int firstArgument(Expr expression) {
    return Integer.numberOfTrailingZeros(arguments(expression));
  }

  static List<Term> terms(Expr expression) {
    return switch (expression) {
      case Expr.Const constant -> List.of();
      case Expr.Compare(Term term, Expr.Op op, long value) -> List.of(term);
      case Expr.NonZero(Term term) -> List.of(term);
      case Expr.In(Term term, List<Expr.Range> ranges) -> List.of(term);
      case Expr.Not(Expr part) -> terms(part);
      case Expr.And(List<Expr> parts) -> termsOf(parts);
      case Expr.Or(List<Expr> parts) -> termsOf(parts);
    };
  }

  private static List<Term> termsOf(List<Expr> parts) {
    List<Term> terms = new ArrayList<>();
    for (Expr part : parts) {
      terms.addAll(terms(part));
    }
    return terms;
  }
}

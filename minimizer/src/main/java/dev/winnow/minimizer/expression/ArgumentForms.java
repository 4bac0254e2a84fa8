package dev.winnow.minimizer.expression;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shortest expression for a set of values of one argument.
 *
 * <p>Before: {@code fd == 0 || fd == 2 || fd == 1}. After: {@code fd <= 2}.
 *
 * <p>Before: {@code flags in {0, 0x800, 0x80000, 0x80800}} beside another mask. After: {@code
 * (flags & ~0x80800) == 0}. Masks are used where the writer used one on that argument, or where the
 * set is long: a person reads {@code cmd in {A, B}} more easily than bits.
 */
final class ArgumentForms {
  /** A set that needs more than this to write down may be said with a mask that nobody wrote. */
  private static final int LONG_SET = 9;

  private static final int MAX_RANGES = 256;

  /** So many choices are listed by name, consecutive or not. */
  private static final int LISTED = 8;

  private final Core core;
  private final List<Term> terms;
  private final Set<Integer> choices;

  /**
   * @param terms those of the expression as it was written: their widths and masks are preferred
   * @param choices the arguments whose values have names and no order, such as commands
   */
  ArgumentForms(Core core, List<Term> terms, Set<Integer> choices) {
    this.core = core;
    this.terms = List.copyOf(terms);
    this.choices = Set.copyOf(choices);
  }

  /** The shortest form; null if there is none that is worth reading. */
  @Nullable Expr of(int set, int argument) throws DiagramLimitException {
    return best(new ValueSet(core.diagram(), argument, set));
  }

  private @Nullable Expr best(ValueSet values) throws DiagramLimitException {
    if (values.isEmpty() || values.isAll()) {
      return values.isAll() ? Expr.TRUE : Expr.FALSE;
    }
    long support = values.support();
    int width = width(values.argument(), support);
    Expr plain = whole(values, Term.of(values.argument(), width));
    boolean written = masked(values.argument());
    Expr bits = written ? lowBits(plain) : null;
    if (bits != null) {
      return bits;
    }
    boolean masks = written || plain == null || Size.of(plain) >= LONG_SET;
    if (!masks) {
      return plain;
    }
    Term some = new Term(values.argument(), width, support);
    Expr best = shorter(plain, whole(values, some));
    return shorter(best, byBits(values, support));
  }

  /**
   * {@code (flags & ~0x7) == 0} for {@code flags <= 7}: who thinks in bits reads bits more easily.
   */
  private static @Nullable Expr lowBits(@Nullable Expr expression) {
    if (expression instanceof Expr.Compare(Term term, Expr.Op op, long value)
        && op == Expr.Op.LE
        && term.bare()
        && (value & (value + 1)) == 0) {
      Term high = new Term(term.argument(), term.width(), term.mask() & ~value);
      return new Expr.Compare(high, Expr.Op.EQ, 0);
    }
    return null;
  }

  /** The smallest width that was written and holds the bits; else the smallest that there is. */
  private int width(int argument, long support) {
    IntStream written = terms.stream().filter(t -> t.argument() == argument).mapToInt(Term::width);
    return written
        .filter(width -> fits(support, width))
        .min()
        .orElse(fits(support, 16) ? 16 : fits(support, 32) ? 32 : 64);
  }

  private static boolean fits(long bits, int width) {
    return (bits & ~Term.widthMask(width)) == 0;
  }

  private boolean masked(int argument) {
    return terms.stream().anyMatch(t -> t.argument() == argument && !t.bare());
  }

  /** By comparison of a term with constants, or the opposite of one. */
  private @Nullable Expr whole(ValueSet values, Term term) throws DiagramLimitException {
    List<Expr.Range> ranges = values.ranges(term.mask(), MAX_RANGES);
    Expr expression = ranges == null ? null : comparison(term, ranges);
    List<Expr.Range> others = values.not().ranges(term.mask(), MAX_RANGES);
    return shorter(expression, others == null ? null : opposite(term, others));
  }

  private Expr comparison(Term term, List<Expr.Range> ranges) {
    Expr.Range first = ranges.getFirst();
    List<Expr.Range> spelledOut = spelledOut(term, ranges);
    if (ranges.size() > 1 || spelledOut.size() > 2) {
      return new Expr.In(term, spelledOut);
    }
    long lowest = Long.lowestOneBit(term.mask());
    if (!term.bare() && first.low() == lowest && first.high() == term.mask()) {
      return new Expr.NonZero(term);
    }
    if (first.low() == first.high()) {
      return new Expr.Compare(term, Expr.Op.EQ, first.low());
    }
    if (first.low() == 0 && !choices.contains(term.argument())) {
      return new Expr.Compare(term, Expr.Op.LE, first.high());
    }
    if (first.high() == term.mask()) {
      return new Expr.Compare(term, Expr.Op.GE, first.low());
    }
    return new Expr.In(term, spelledOut);
  }

  private Expr opposite(Term term, List<Expr.Range> ranges) {
    Expr.Range first = ranges.getFirst();
    return ranges.size() == 1 && first.low() == first.high()
        ? new Expr.Compare(term, Expr.Op.NE, first.low())
        : new Expr.Not(comparison(term, ranges));
  }

  /** Ranges of two values are no longer as two values; choices are listed. */
  private List<Expr.Range> spelledOut(Term term, List<Expr.Range> ranges) {
    boolean choice = term.bare() && choices.contains(term.argument());
    List<Expr.Range> list = new ArrayList<>();
    for (Expr.Range range : ranges) {
      long more = range.high() - range.low();
      if (more == 1 || (choice && Long.compareUnsigned(more, LISTED) < 0)) {
        for (long i = 0; i <= more; i++) {
          list.add(Expr.Range.of(range.low() + i));
        }
      } else {
        list.add(range);
      }
    }
    return list;
  }

  /** Bits that every member shares and a rest without them; or the same for the values left out. */
  private @Nullable Expr byBits(ValueSet values, long support) throws DiagramLimitException {
    Expr shared = sharedBits(values, support);
    Expr left = sharedBits(values.not(), support);
    return shorter(shared, left == null ? null : Trees.negated(left));
  }

  private @Nullable Expr sharedBits(ValueSet values, long support) throws DiagramLimitException {
    long ones = values.fixed(true) & support;
    long zeros = values.fixed(false) & support;
    long fixed = ones | zeros;
    if (fixed == 0 || fixed == support) {
      return null;
    }
    int width = width(values.argument(), support);
    Term term = new Term(values.argument(), width, fixed);
    Expr rest = best(values.where(fixed, ones));
    return rest == null ? null : Trees.and(List.of(new Expr.Compare(term, Expr.Op.EQ, ones), rest));
  }

  /** Of equally short ones the first. */
  static @Nullable Expr shorter(@Nullable Expr a, @Nullable Expr b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return Size.of(b) < Size.of(a) ? b : a;
  }
}

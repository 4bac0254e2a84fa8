package dev.winnow.minimizer.expression;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import java.util.ArrayList;
import java.util.List;
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
  private final Habits habits;

  /**
   * @param terms those of the expression as it was written: their widths and masks are preferred
   * @param habits how people write the syscall's arguments
   */
  ArgumentForms(Core core, List<Term> terms, Habits habits) {
    this.core = core;
    this.terms = List.copyOf(terms);
    this.habits = habits;
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
    if (written || habits.flags().contains(values.argument())) {
      Expr bits = bits(values, width, plain);
      if (bits != null) {
        return bits;
      }
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
   * {@code (flags & ~0x7) == 0} for {@code flags <= 7}, or {@code (flags & 6) != 6}: who thinks in
   * bits reads bits more easily. Where the values are neither those that have certain bits nor all
   * others, {@code (prot & ~7) == 0 && (prot & 6) != 6} for {@code prot <= 5}; null for lists.
   */
  private @Nullable Expr bits(ValueSet values, int width, @Nullable Expr plain)
      throws DiagramLimitException {
    if (plain instanceof Expr.Compare(Term term, Expr.Op op, long value)
        && (op == Expr.Op.EQ || op == Expr.Op.NE)) {
      return plain;
    }
    if (habits.choices().contains(values.argument())) {
      Expr asWritten = byWrittenMask(values);
      if (asWritten != null) {
        return asWritten;
      }
    }
    Expr.Compare cube = cube(values, width);
    if (cube != null) {
      boolean two = plain != null && Size.of(plain) <= Size.of(cube);
      if (two && cube.value() != 0 && !masked(values.argument())) {
        return null; // prot in {PROT_READ, PROT_READ | PROT_WRITE}
      }
      boolean oneBit = Long.bitCount(cube.term().mask()) == 1 && cube.value() != 0;
      return oneBit ? new Expr.NonZero(cube.term()) : cube;
    }
    Expr.Compare others = cube(values.not(), width);
    if (others == null) {
      return ordered(plain) ? byBits(values, values.support()) : null;
    }
    return others.value() == 0
        ? new Expr.NonZero(others.term())
        : new Expr.Compare(others.term(), Expr.Op.NE, others.value());
  }

  private static boolean ordered(@Nullable Expr plain) {
    return plain instanceof Expr.Compare
        || (plain instanceof Expr.In in
            && in.ranges().stream().anyMatch(range -> range.low() != range.high()));
  }

  /** The values as those that have certain bits; null if they are others. */
  private Expr.@Nullable Compare cube(ValueSet values, int width) throws DiagramLimitException {
    if (values.isEmpty()) {
      return null;
    }
    long all = Term.widthMask(width);
    long ones = values.fixed(true) & all;
    long fixed = ones | (values.fixed(false) & all);
    if (fixed == 0 || !values.where(fixed, ones).isAll()) {
      return null;
    }
    Term term = new Term(values.argument(), width, fixed);
    return new Expr.Compare(term, Expr.Op.EQ, ones);
  }

  /** The values of a choice beside bits that the writer left out: the shortest form, or null. */
  private @Nullable Expr byWrittenMask(ValueSet values) throws DiagramLimitException {
    Expr best = null;
    for (Term term : terms) {
      boolean covers = (values.support() & ~term.mask()) == 0;
      if (term.argument() == values.argument() && !term.bare() && covers) {
        best = shorter(best, whole(values, term));
      }
    }
    return best;
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
    Expr.Range last = ranges.getLast();
    List<Expr.Range> spelledOut = spelledOut(term, ranges);
    if (ranges.size() > 1 && last.high() == term.mask() && last.low() != last.high()) {
      // No person writes the largest number of a width: count in {5, 8..0xffffffffffffffff}.
      Expr below = comparison(term, ranges.subList(0, ranges.size() - 1));
      return Trees.or(List.of(below, new Expr.Compare(term, Expr.Op.GE, last.low())));
    }
    long lowest = Long.lowestOneBit(term.mask());
    if (!term.bare() && first.low() == lowest && first.high() == term.mask()) {
      return new Expr.NonZero(term);
    }
    boolean listed = spelledOut.size() > 2 || (scattered(term) && spelledOut.size() == 2);
    if (ranges.size() > 1 || listed) {
      return new Expr.In(term, spelledOut);
    }
    if (first.low() == first.high()) {
      return new Expr.Compare(term, Expr.Op.EQ, first.low());
    }
    if (first.low() == 0 && !habits.choices().contains(term.argument())) {
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

  /** Ranges of two values are no longer as two values; choices and scattered bits are listed. */
  private List<Expr.Range> spelledOut(Term term, List<Expr.Range> ranges) {
    if (scattered(term)) {
      return members(term, ranges);
    }
    boolean choice = habits.choices().contains(term.argument());
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

  /**
   * Whether a mask's bits have others between them, so that an order of its values means nothing.
   */
  private static boolean scattered(Term term) {
    long low = term.mask() >>> Long.numberOfTrailingZeros(term.mask());
    return !term.bare() && (low & (low + 1)) != 0;
  }

  /** The values that a mask lets through, one by one; the ranges if these are many. */
  private static List<Expr.Range> members(Term term, List<Expr.Range> ranges) {
    List<Expr.Range> members = new ArrayList<>();
    for (Expr.Range range : ranges) {
      long value = range.low();
      while (range.contains(value)) {
        if (members.size() == LISTED) {
          return ranges;
        }
        members.add(Expr.Range.of(value));
        if (value == term.mask()) {
          break;
        }
        value = (value - term.mask()) & term.mask(); // the next larger one
      }
    }
    return members;
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

package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The least set of a level that holds the values of an argument.
 *
 * @param expression the set; {@code 1} if it is everything
 * @param features what a run must not bring anew for its values to be in the set: the set is the
 *     union of its features, so that leaving a run out takes away those that it alone has
 * @param logVolume the binary logarithm of the number of values in the set
 */
record Closure(Expr expression, List<Runs> features, double logVolume) {
  /** Consecutive values of at least this many are written as a range. */
  private static final int RANGE = 4;

  /** Sizes up to a page are alike to a program: 2^12 bytes. */
  private static final int SIZE_FLOOR = 12;

  /** The bits of a mode that permit something, linux/stat.h. */
  private static final long PERMISSIONS = 07777;

  // PROT_WRITE and PROT_EXEC of asm-generic/mman-common.h.
  private static final int WRITE_BIT = 1;
  private static final int EXEC_BIT = 2;
  private static final long WRITE_EXEC = (1L << WRITE_BIT) | (1L << EXEC_BIT);

  /**
   * The closure at a level that constrains; INTERVAL falls back to BOUND, EXACT must not be over.
   */
  static Closure of(Argument argument, Term term, Values values, Level level) {
    return switch (level) {
      case FREE -> new Closure(Expr.TRUE, List.of(), term.width());
      case MASK -> bits(argument, term, values, false);
      case CUBE -> bits(argument, term, values, true);
      case BOUND -> bound(argument, term, values);
      case INTERVAL ->
          values.over() ? bound(argument, term, values) : interval(argument, term, values);
      case EXACT -> exact(argument, term, values);
      case ALIKE ->
          Alike.byBits(argument.kind())
              ? bits(argument, term, values, false)
              : exact(argument, term, values);
    };
  }

  private static Closure bits(Argument argument, Term term, Values values, boolean cube) {
    long ones = bitsOf(values.ones());
    long must = cube ? ones & ~bitsOf(values.zeros()) : 0;
    List<Runs> features = runs(values.ones().values());
    features.add(any(values));
    if (cube) {
      features.addAll(runs(values.zeros().values()));
    }
    return masked(argument, term, values, ones, must, features);
  }

  /**
   * The values without other bits than {@code ones}, and with all of {@code must}.
   *
   * @param features what this stands on; one is added if memory was writable and executable at once
   */
  static Closure masked(
      Argument argument, Term term, Values values, long ones, long must, List<Runs> features) {
    long fixed = term.mask() & ~(ones & ~must);
    Runs together = writableAndExecutable(argument, values);
    Expr expression =
        fixed == 0
            ? Expr.TRUE
            : new Expr.Compare(new Term(term.argument(), term.width(), fixed), Expr.Op.EQ, must);
    // The type of a file is no permission.
    long counted = argument.kind() == Kind.MODE ? PERMISSIONS : term.mask();
    double logVolume = Long.bitCount(counted & ~fixed);
    long both = ones & WRITE_EXEC;
    if (!together.isEmpty()) {
      features.add(together);
    } else if (isProtection(argument) && both == WRITE_EXEC && !values.over()) {
      expression = and(expression, neverBoth(term));
    }
    return new Closure(expression, features, logVolume);
  }

  private static Closure bound(Argument argument, Term term, Values values) {
    boolean size = argument.kind() == Kind.SIZE;
    NavigableMap<Integer, Runs> exponents = exponents(values, size);
    int floor = size ? SIZE_FLOOR : 0;
    int top = Math.max(floor, exponents.isEmpty() ? 0 : largest(values, size, exponents.lastKey()));
    List<Runs> features = new ArrayList<>(List.of(any(values)));
    Runs above = Runs.NONE;
    for (Map.Entry<Integer, Runs> entry : exponents.descendingMap().entrySet()) {
      if (entry.getKey() > floor) {
        above = above.join(entry.getValue());
        features.add(above);
      }
    }
    if (top >= term.width() || (!size && exponents.isEmpty() && specials(values).isEmpty())) {
      return new Closure(Expr.TRUE, features, term.width());
    }
    specials(values).values().forEach(feature -> features.add(feature.runs()));
    long high = size ? 1L << top : (1L << top) - 1;
    return new Closure(
        exponents.isEmpty() && !size
            ? oneOf(term, new TreeSet<>(specials(values).keySet()))
            : within(term, new Expr.Range(0, high), values),
        features,
        top + specials(values).size() / Math.pow(2, top));
  }

  /** By the exponent of the bound that a value needs: 2^j - 1, or 2^j for a size. */
  private static NavigableMap<Integer, Runs> exponents(Values values, boolean size) {
    TreeMap<Integer, Runs> exponents = new TreeMap<>();
    if (!size || values.over()) {
      values.buckets().forEach((bucket, feature) -> exponents.put(bucket, feature.runs()));
      return exponents;
    }
    ordinary(values)
        .forEach((value, feature) -> {
          int exponent = value == 0 ? 0 : 64 - Long.numberOfLeadingZeros(value - 1);
          exponents.merge(exponent, feature.runs(), Runs::join);
        });
    return exponents;
  }

  /**
   * The largest value is known beyond the cap as well, unless part of the evidence was left out.
   */
  private static int largest(Values values, boolean size, int last) {
    return size && values.over() && !values.summary().most().isEmpty()
        ? exponent(values.summary().most().getFirst().value())
        : last;
  }

  /** The least j with value <= 2^j. */
  private static int exponent(long value) {
    return value == 0 ? 0 : 64 - Long.numberOfLeadingZeros(value - 1);
  }

  private static Closure interval(Argument argument, Term term, Values values) {
    TreeMap<Long, Feature> ordinary = ordinary(values);
    if (ordinary.isEmpty()) {
      return exact(argument, term, values);
    }
    List<Runs> features = runs(specials(values).values());
    Runs above = Runs.NONE;
    for (Feature feature : ordinary.descendingMap().values()) {
      above = above.join(feature.runs());
      features.add(above);
    }
    Runs below = Runs.NONE;
    for (Feature feature : ordinary.values()) {
      below = below.join(feature.runs());
      features.add(below);
    }
    Expr.Range range = new Expr.Range(ordinary.firstKey(), ordinary.lastKey());
    double length = (double) (range.high() - range.low()) + 1 + specials(values).size();
    return new Closure(within(term, range, values), features, log2(Math.max(1, length)));
  }

  private static Closure exact(Argument argument, Term term, Values values) {
    List<Expr> alternatives = new ArrayList<>();
    TreeSet<Long> ordinary = new TreeSet<>(Long::compareUnsigned);
    double count = 0;
    for (long value : values.exact().keySet()) {
      Term tested = Term.ofRecorded(term.argument(), argument, value);
      if (!tested.bare()) {
        alternatives.add(new Expr.Compare(tested, Expr.Op.EQ, value));
        count += Math.pow(2, term.width() - Long.bitCount(tested.mask()));
      } else {
        ordinary.add(value);
        count++;
      }
    }
    if (!ordinary.isEmpty()) {
      alternatives.addFirst(oneOf(term, ordinary));
    }
    Expr expression =
        alternatives.size() == 1 ? alternatives.getFirst() : new Expr.Or(alternatives);
    return new Closure(expression, runs(values.exact().values()), log2(count));
  }

  /** A test for one of some values. */
  static Expr oneOf(Term term, TreeSet<Long> values) {
    return values.size() == 1
        ? new Expr.Compare(term, Expr.Op.EQ, values.first())
        : new Expr.In(term, ranges(values));
  }

  /** In the range, or one of the special values. */
  private static Expr within(Term term, Expr.Range range, Values values) {
    List<Expr.Range> ranges = new ArrayList<>(List.of(range));
    for (long special : specials(values).keySet()) {
      if (!range.contains(special)) {
        ranges.add(Expr.Range.of(special));
      }
    }
    if (ranges.size() > 1) {
      return new Expr.In(term, ranges);
    }
    if (range.low() == range.high()) {
      return new Expr.Compare(term, Expr.Op.EQ, range.low());
    }
    return range.low() == 0
        ? new Expr.Compare(term, Expr.Op.LE, range.high())
        : new Expr.In(term, ranges);
  }

  private static TreeMap<Long, Feature> ordinary(Values values) {
    TreeMap<Long, Feature> ordinary = new TreeMap<>(Long::compareUnsigned);
    ordinary.putAll(values.exact());
    ordinary.keySet().removeAll(specials(values).keySet());
    return ordinary;
  }

  private static SortedMap<Long, Feature> specials(Values values) {
    TreeMap<Long, Feature> specials = new TreeMap<>(Long::compareUnsigned);
    specials.putAll(values.exact());
    specials.keySet().removeIf(value -> !Values.special(value, values.width()));
    return specials;
  }

  private static List<Expr.Range> ranges(TreeSet<Long> values) {
    List<Expr.Range> ranges = new ArrayList<>();
    List<Long> streak = new ArrayList<>();
    for (long value : values) {
      if (!streak.isEmpty() && value != streak.getLast() + 1) {
        close(ranges, streak);
      }
      streak.add(value);
    }
    close(ranges, streak);
    return ranges;
  }

  private static void close(List<Expr.Range> ranges, List<Long> streak) {
    if (streak.size() >= RANGE) {
      ranges.add(new Expr.Range(streak.getFirst(), streak.getLast()));
    } else {
      streak.forEach(value -> ranges.add(Expr.Range.of(value)));
    }
    streak.clear();
  }

  private static boolean isProtection(Argument argument) {
    return argument.constants().equals("PROT_");
  }

  /** The runs that made memory writable and executable at once, as one feature; or none. */
  private static Runs writableAndExecutable(Argument argument, Values values) {
    Runs runs = Runs.NONE;
    if (isProtection(argument)) {
      for (Map.Entry<Long, Feature> entry : values.exact().entrySet()) {
        if ((entry.getKey() & WRITE_EXEC) == WRITE_EXEC) {
          runs = runs.join(entry.getValue().runs());
        }
      }
    }
    return runs;
  }

  /** Seen apart, write and execute are not allowed together: a mask alone would join them. */
  private static Expr neverBoth(Term term) {
    Term both = new Term(term.argument(), term.width(), WRITE_EXEC);
    return new Expr.Compare(both, Expr.Op.NE, WRITE_EXEC);
  }

  private static Expr and(Expr left, Expr right) {
    return left.equals(Expr.TRUE) ? right : new Expr.And(List.of(left, right));
  }

  private static long bitsOf(SortedMap<Integer, Feature> bits) {
    long mask = 0;
    for (int bit : bits.keySet()) {
      mask |= 1L << bit;
    }
    return mask;
  }

  /** The runs with any value: before the first, only calls that don't read the argument pass. */
  static Runs any(Values values) {
    Runs any = Runs.NONE;
    for (Feature feature : values.exact().values()) {
      any = any.join(feature.runs());
    }
    for (Feature feature : values.summary().buckets().values()) {
      any = any.join(feature.runs());
    }
    return any;
  }

  private static List<Runs> runs(Collection<Feature> features) {
    List<Runs> runs = new ArrayList<>();
    features.forEach(feature -> runs.add(feature.runs()));
    return runs;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}

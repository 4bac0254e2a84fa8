package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.ClockIds;
import dev.winnow.traces.DeadArguments;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The constraint that a template puts on one argument, with the features that it stands on: a run
 * without any new feature is allowed.
 *
 * @param argument the argument's index
 * @param expression the least expression of the level that allows every value seen; {@code 1} if
 *     the argument is free
 * @param features what a run must not bring anew to be allowed
 * @param whyFree why an argument that the template constrains is free all the same, or ""
 */
record ArgumentConstraint(int argument, Expr expression, List<Feature> features, String whyFree) {
  /** Consecutive values of at least this many are written as a range. */
  private static final int RANGE = 4;

  // PROT_WRITE and PROT_EXEC of asm-generic/mman-common.h.
  private static final int WRITE_BIT = 1;
  private static final int EXEC_BIT = 2;
  private static final long WRITE_EXEC = (1L << WRITE_BIT) | (1L << EXEC_BIT);

  static ArgumentConstraint of(
      Syscall syscall, int index, ArgumentEvidence evidence, Template template) {
    Argument argument = syscall.arguments().get(index);
    Template.Level level = template.level(argument.kind());
    Values values = evidence.values();
    if (level == Template.Level.FREE) {
      return free(index, "");
    }
    if (!evidence.undecoded().isEmpty()) {
      // That it is free stands on these events: a run that alone has them would be denied.
      return free(
          index,
          "could not be decoded: " + evidence.undecoded().firstKey(),
          List.copyOf(evidence.undecoded().values()));
    }
    if (!evidence.hidden().runs().isEmpty()) {
      return free(index, "not always shown by the trace", List.of(evidence.hidden()));
    }
    if (values.isEmpty()) {
      return free(index, "");
    }
    if (level == Template.Level.EXACT && values.over()) {
      return free(index, "more than " + values.cap() + " values");
    }
    Term term = Term.of(index, argument.width());
    if (level == Template.Level.EXACT) {
      Expr exact = exact(argument, term, values);
      List<Feature> features = List.copyOf(values.exact().values());
      return new ArgumentConstraint(index, guarded(syscall, index, exact), features, "");
    }
    List<Feature> features = new ArrayList<>(values.ones().values());
    List<Feature> together = writableAndExecutable(argument, values);
    features.addAll(together);
    Expr mask = mask(term, values);
    boolean apart =
        isProtection(argument)
            && values.ones().containsKey(WRITE_BIT)
            && values.ones().containsKey(EXEC_BIT)
            && together.isEmpty()
            && !values.over();
    Expr constraint = apart ? and(mask, neverBoth(term)) : mask;
    return new ArgumentConstraint(index, guarded(syscall, index, constraint), features, "");
  }

  private static ArgumentConstraint free(int index, String why) {
    return free(index, why, List.of());
  }

  private static ArgumentConstraint free(int index, String why, List<Feature> features) {
    return new ArgumentConstraint(index, Expr.TRUE, features, why);
  }

  /** Whether the argument is constrained. */
  boolean constrains() {
    return !expression.equals(Expr.TRUE);
  }

  private static boolean isProtection(Argument argument) {
    return argument.constants().equals("PROT_");
  }

  /** The runs that made memory writable and executable at once, as one feature; or none. */
  private static List<Feature> writableAndExecutable(Argument argument, Values values) {
    if (!isProtection(argument)) {
      return List.of();
    }
    Runs runs = Runs.NONE;
    for (Map.Entry<Long, Feature> entry : values.exact().entrySet()) {
      if ((entry.getKey() & WRITE_EXEC) == WRITE_EXEC) {
        runs = runs.join(entry.getValue().runs());
      }
    }
    return runs.isEmpty() ? List.of() : List.of(new Feature(runs, Collections.emptySortedMap()));
  }

  /** Seen apart, write and execute are not allowed together: a mask alone would join them. */
  private static Expr neverBoth(Term term) {
    Term both = new Term(term.argument(), term.width(), WRITE_EXEC);
    return new Expr.Compare(both, Expr.Op.NE, WRITE_EXEC);
  }

  private static Expr and(Expr left, Expr right) {
    return left.equals(Expr.TRUE) ? right : new Expr.And(List.of(left, right));
  }

  private static Expr mask(Term term, Values values) {
    long seen = 0;
    for (int bit : values.ones().keySet()) {
      seen |= 1L << bit;
    }
    long unseen = term.mask() & ~seen;
    return unseen == 0
        ? Expr.TRUE
        : new Expr.Compare(new Term(term.argument(), term.width(), unseen), Expr.Op.EQ, 0);
  }

  private static Expr exact(Argument argument, Term term, Values values) {
    List<Expr> alternatives = new ArrayList<>();
    TreeSet<Long> ordinary = new TreeSet<>(Long::compareUnsigned);
    for (long value : values.exact().keySet()) {
      if (ClockIds.isClock(argument) && ClockIds.isDynamic(value)) {
        Term type = new Term(term.argument(), term.width(), ClockIds.TYPE_MASK);
        alternatives.add(new Expr.Compare(type, Expr.Op.EQ, value));
      } else {
        ordinary.add(value);
      }
    }
    if (ordinary.size() == 1) {
      alternatives.addFirst(new Expr.Compare(term, Expr.Op.EQ, ordinary.first()));
    } else if (!ordinary.isEmpty()) {
      alternatives.addFirst(new Expr.In(term, ranges(ordinary)));
    }
    return alternatives.size() == 1 ? alternatives.getFirst() : new Expr.Or(alternatives);
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

  /** A constraint on an argument that may be dead holds whenever it is. */
  private static Expr guarded(Syscall syscall, int index, Expr constraint) {
    for (DeadArguments.Guard guard : DeadArguments.of(syscall)) {
      if (guard.argument() == index && !constraint.equals(Expr.TRUE)) {
        int width = syscall.arguments().get(guard.discriminator()).width();
        Term by = new Term(guard.discriminator(), width, guard.mask() & Term.widthMask(width));
        TreeSet<Long> dead = new TreeSet<>(guard.values());
        Expr unread =
            dead.size() == 1
                ? new Expr.Compare(by, Expr.Op.EQ, dead.first())
                : new Expr.In(by, ranges(dead));
        return new Expr.Or(List.of(unread, constraint));
      }
    }
    return constraint;
  }
}

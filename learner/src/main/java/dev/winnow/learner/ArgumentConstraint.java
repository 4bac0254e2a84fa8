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
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The constraint that a level puts on one argument, with the features that it stands on: a run
 * without any new feature is allowed.
 *
 * @param argument the argument's index
 * @param level the level that was asked for
 * @param expression the least expression of the level that allows every value seen; {@code 1} if
 *     the argument is free
 * @param features what a run must not bring anew to be allowed
 * @param removedBits the binary logarithm of the argument's space over what is left of it
 * @param whyFree why an argument that the level constrains is free all the same, or ""
 * @param read whether any call was seen that reads the argument
 */
record ArgumentConstraint(
    int argument,
    Level level,
    Expr expression,
    List<Runs> features,
    double removedBits,
    String whyFree,
    boolean read) {
  ArgumentConstraint {
    features = List.copyOf(features);
  }

  static ArgumentConstraint of(Syscall syscall, int index, ArgumentEvidence evidence, Level level) {
    return of(syscall, index, evidence, level, guard(syscall, index));
  }

  /** With another guard than the table's: none where the deciding argument is known. */
  static ArgumentConstraint of(
      Syscall syscall,
      int index,
      ArgumentEvidence evidence,
      Level wanted,
      DeadArguments.@Nullable Guard guard) {
    Argument argument = syscall.arguments().get(index);
    Values values = evidence.values();
    // Evidence keeps only the type of a dynamic clock, which is no number to bound or to mask.
    Level level = wanted != Level.FREE && ClockIds.isClock(argument) ? Level.EXACT : wanted;
    if (level == Level.FREE) {
      return free(index, level, "", List.of());
    }
    if (!evidence.undecoded().isEmpty()) {
      // That it is free stands on these events: a run that alone has them would be denied.
      String why = "could not be decoded: " + evidence.undecoded().firstKey();
      List<Runs> runs = new ArrayList<>();
      for (Feature feature : evidence.undecoded().values()) {
        runs.add(feature.runs());
      }
      return free(index, level, why, runs);
    }
    if (!evidence.hidden().runs().isEmpty()) {
      String why = "not always shown by the trace";
      return free(index, level, why, List.of(evidence.hidden().runs()));
    }
    Alike alike = Alike.of(syscall, index);
    boolean always = level == Level.ALIKE && alike.always(argument.kind());
    if (values.isEmpty() && !always) {
      // Never read: allowed in calls that don't read it. The least policy, as for one that is.
      Expr dead = guard == null ? Expr.TRUE : unread(syscall, guard);
      return new ArgumentConstraint(index, level, dead, List.of(), 0, "", false);
    }
    if (values.over() && oneByOne(level, argument) && !(always && alike.free())) {
      return free(index, level, "more than " + values.cap() + " values", List.of());
    }
    Term term = Term.of(index, argument.width());
    Closure closure =
        level == Level.ALIKE && alike.isSomething()
            ? AlikeClosure.of(argument, term, values, alike)
            : Closure.of(argument, term, values, level);
    Expr expression = closure.expression();
    if (guard != null && !expression.equals(Expr.TRUE)) {
      expression = new Expr.Or(List.of(unread(syscall, guard), expression));
    }
    double removed = Math.max(0, space(argument) - closure.logVolume());
    return new ArgumentConstraint(
        index, level, expression, closure.features(), removed, "", !values.isEmpty());
  }

  /** Whether a level keeps each value of an argument, so that there may be too many. */
  private static boolean oneByOne(Level level, Argument argument) {
    return level == Level.EXACT || (level == Level.ALIKE && !Alike.byBits(argument.kind()));
  }

  private static ArgumentConstraint free(int index, Level level, String why, List<Runs> features) {
    return new ArgumentConstraint(index, level, Expr.TRUE, features, 0, why, true);
  }

  /**
   * How many runs are enough, beside those that bring the features, to show that the values of an
   * argument are too many to be kept: at most one for each of them, or the one with the largest.
   */
  static int crossing(ArgumentConstraint constraint, Values values) {
    if (!values.over()) {
      return 0;
    }
    return switch (constraint.level()) {
      case EXACT, INTERVAL -> values.cap() + 1;
      case BOUND -> 1;
      // Beyond the cap of a set of bits nothing is lost; of numbers, as for EXACT.
      case ALIKE -> values.cap() + 1;
      case FREE, MASK, CUBE -> 0;
    };
  }

  /** Whether the argument is constrained. */
  boolean constrains() {
    return !expression.equals(Expr.TRUE);
  }

  /** Whether it only speaks of calls that read the argument, none of which was seen. */
  boolean onlyDead() {
    return constrains() && !read;
  }

  /** The bits of an argument that make a difference. */
  static double space(Argument argument) {
    return Math.min(argument.kind().bits(), argument.width());
  }

  static DeadArguments.@Nullable Guard guard(Syscall syscall, int index) {
    for (DeadArguments.Guard guard : DeadArguments.of(syscall)) {
      if (guard.argument() == index) {
        return guard;
      }
    }
    return null;
  }

  /** Whether a constraint on the deciding argument already excludes calls that read this one. */
  static boolean implied(DeadArguments.Guard guard, ArgumentConstraint decides) {
    boolean never = guard.values().size() == 1 && guard.values().contains(0L);
    return decides.constrains()
        && switch (decides.level()) {
          case EXACT -> true;
          case MASK, CUBE -> never;
          case ALIKE -> never && clear(decides.expression(), guard.mask());
          case FREE, BOUND, INTERVAL -> false;
        };
  }

  /** Whether a test holds only where all of these bits are clear. */
  private static boolean clear(Expr test, long bits) {
    return test instanceof Expr.Compare(Term term, Expr.Op op, long value)
        && op == Expr.Op.EQ
        && (term.mask() & bits) == bits
        && (value & bits) == 0;
  }

  private static Expr unread(Syscall syscall, DeadArguments.Guard guard) {
    int width = syscall.arguments().get(guard.discriminator()).width();
    Term by = new Term(guard.discriminator(), width, guard.mask() & Term.widthMask(width));
    TreeSet<Long> dead = new TreeSet<>(Long::compareUnsigned);
    dead.addAll(guard.values());
    return Closure.oneOf(by, dead);
  }
}

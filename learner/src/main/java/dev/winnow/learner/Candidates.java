package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policies;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.Tuples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The constraints that may be put on one syscall, with their risk and gain. */
final class Candidates {
  /**
   * What a comparison costs in weighted bits: next to nothing, so that of two constraints that
   * remove the same the shorter wins. Too high, and sets of many values are never chosen.
   */
  private static final double TEST_PRICE = 0.01;

  /** A splitting argument with more values than this gives a rule that nobody can read. */
  private static final int MOST_BRANCHES = 8;

  private final Syscall syscall;
  private final SyscallEvidence evidence;
  private final Units units;
  private final int using;

  Candidates(Syscall syscall, SyscallEvidence evidence, Units units) {
    this.syscall = syscall;
    this.evidence = evidence;
    this.units = units;
    this.using = units.count(evidence.seen().runs());
  }

  /** Per argument, its levels from tight to loose; without those that remove nothing. */
  List<List<Candidate>> apart() {
    List<List<Candidate>> all = new ArrayList<>();
    int shown = Math.min(syscall.arity(), evidence.arguments().size());
    for (int i = 0; i < shown; i++) {
      List<Candidate> levels = new ArrayList<>();
      for (Level level : chain(syscall.arguments().get(i).kind(), evidence.arguments().get(i))) {
        boolean another = level != Level.ALIKE || Alike.of(syscall, i).isSomething();
        Candidate candidate = candidate(i, level);
        if (another && candidate.gain() > 0) {
          levels.add(candidate);
        }
      }
      all.add(levels);
    }
    return all;
  }

  /** The levels that make sense for a kind, from tight to loose, without FREE. */
  private static List<Level> chain(Kind kind, ArgumentEvidence seen) {
    boolean none = seen.values().isEmpty() || !seen.complete();
    int few = seen.values().over() ? Integer.MAX_VALUE : seen.values().exact().size();
    if (none) {
      return List.of();
    }
    return switch (kind) {
      case ENUM, SIGNAL, ID ->
          few < Integer.MAX_VALUE ? List.of(Level.EXACT, Level.ALIKE) : List.of();
      case FLAGS -> List.of(Level.EXACT, Level.CUBE, Level.MASK, Level.ALIKE);
      case MODE -> List.of(Level.EXACT, Level.MASK, Level.ALIKE);
      case FD -> List.of(Level.EXACT, Level.INTERVAL, Level.BOUND);
      // A pid is another one in the next run: only 0 and -1, which stand for oneself and all.
      case PID -> ownOrAll(seen) ? List.of(Level.EXACT) : List.of();
      case COUNT -> List.of(Level.EXACT, Level.INTERVAL, Level.BOUND);
      case SIZE -> few <= 2 ? List.of(Level.EXACT, Level.BOUND) : List.of(Level.BOUND);
      case OFFSET -> few <= 2 ? List.of(Level.EXACT) : List.of();
      case POINTER, OPAQUE -> List.of();
    };
  }

  private static boolean ownOrAll(ArgumentEvidence seen) {
    long all = (1L << seen.values().width()) - 1;
    return !seen.values().over()
        && seen.values().exact().keySet().stream().allMatch(pid -> pid == 0 || pid == all);
  }

  /** The candidate of a level, whatever it removes. */
  Candidate candidate(int index, Level level) {
    ArgumentConstraint constraint =
        ArgumentConstraint.of(syscall, index, evidence.arguments().get(index), level);
    Argument argument = syscall.arguments().get(index);
    int novel = units.alone(constraint.features()).cardinality();
    return new Candidate(
        ArgumentName.of(syscall, index),
        level,
        false,
        text(constraint.expression()),
        using,
        novel,
        Prior.of(argument.kind(), level).risk(units.size(), using, novel),
        gain(index, constraint));
  }

  private double gain(int index, ArgumentConstraint constraint) {
    return constraint.constrains()
        ? Salience.of(syscall, index) * constraint.removedBits()
            - TEST_PRICE * tests(constraint.expression())
        : 0;
  }

  /** Splits by each argument that can, with the levels of the fixed template in the branches. */
  List<Candidate> splits() {
    List<Candidate> splits = new ArrayList<>();
    int shown = Math.min(syscall.arity(), evidence.arguments().size());
    for (int by = 0; by < shown; by++) {
      Kind kind = syscall.arguments().get(by).kind();
      if ((kind == Kind.ENUM || kind == Kind.FLAGS)
          && SyscallConstraint.splittable(syscall, evidence, by)) {
        int values = evidence.arguments().get(by).values().exact().size();
        if (values >= 2 && values <= MOST_BRANCHES) {
          splits.add(split(by));
        }
      }
    }
    return splits;
  }

  /** The level of an argument in the branches of a split. */
  static Level within(Kind kind) {
    return switch (kind) {
      case FLAGS, MODE -> Level.MASK;
      case ENUM, SIGNAL, ID, OPAQUE -> Level.EXACT;
      case FD, PID, SIZE, COUNT, OFFSET, POINTER -> Level.FREE;
    };
  }

  private Candidate split(int by) {
    Argument splitting = syscall.arguments().get(by);
    ArgumentConstraint which =
        ArgumentConstraint.of(syscall, by, evidence.arguments().get(by), Level.EXACT);
    int novel = units.alone(which.features()).cardinality();
    double safe = 1 - Prior.of(splitting.kind(), Level.EXACT).risk(units.size(), using, novel);
    double gain = gain(by, which);
    double together = 0;
    double weight = Salience.of(syscall, by);
    for (int i = 0; i < evidence.arguments().size(); i++) {
      if (i != by && Tuples.keeps(syscall, i)) {
        Argument argument = syscall.arguments().get(i);
        ArgumentConstraint apart =
            ArgumentConstraint.of(syscall, i, evidence.arguments().get(i), within(argument.kind()));
        gain += Math.max(0, gain(i, apart));
        together += ArgumentConstraint.space(argument) - apart.removedBits();
        weight = Math.max(weight, Salience.of(syscall, i));
      }
    }
    double union = 0;
    double branches = 0;
    List<Runs> features = new ArrayList<>(which.features());
    for (Branch branch : Branch.of(syscall, evidence, by)) {
      int branchUsing = units.count(branch.runs());
      double volume = 0;
      for (Map.Entry<Integer, ArgumentEvidence> entry : branch.others().entrySet()) {
        int i = entry.getKey();
        Argument argument = syscall.arguments().get(i);
        Level level = within(argument.kind());
        ArgumentConstraint constraint = ArgumentConstraint.of(syscall, i, entry.getValue(), level);
        volume += ArgumentConstraint.space(argument) - constraint.removedBits();
        int broken = units.alone(constraint.features()).cardinality();
        safe *=
            1
                - Prior.of(argument.kind(), level)
                    .risk(units.size(), Math.max(1, branchUsing), broken);
        features.addAll(constraint.features());
        gain -= TEST_PRICE * tests(constraint.expression());
      }
      union += Math.pow(2, volume);
      branches++;
    }
    // What the branches remove beyond the product of the same levels, over all values alike.
    double beyond =
        Math.max(0, together + Math.log(branches) / Math.log(2) - Math.log(union) / Math.log(2));
    return new Candidate(
        ArgumentName.of(syscall, by),
        Level.EXACT,
        true,
        "the others apart for each of its " + (int) branches + " values",
        using,
        units.alone(features).cardinality(),
        1 - safe,
        gain + weight * beyond);
  }

  private String text(Expr expression) {
    return Policies.print(syscall.arch(), syscall.number(), expression);
  }

  /** Comparisons, at most; a range takes two. */
  private static int tests(Expr expression) {
    return switch (expression) {
      case Expr.Const constant -> 0;
      case Expr.Compare compare -> 1;
      case Expr.NonZero test -> 1;
      case Expr.In(var term, List<Expr.Range> ranges) -> {
        int tests = 0;
        for (Expr.Range range : ranges) {
          tests += range.low() == range.high() ? 1 : 2;
        }
        yield tests;
      }
      case Expr.Not(Expr part) -> tests(part);
      case Expr.And(List<Expr> parts) -> parts.stream().mapToInt(Candidates::tests).sum();
      case Expr.Or(List<Expr> parts) -> parts.stream().mapToInt(Candidates::tests).sum();
    };
  }
}

package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.DeadArguments;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.Tuples;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What a template makes of one syscall: the constraints on its arguments, all of which must hold;
 * or, where an argument splits it, those of the others apart for each of its values.
 *
 * @param condition when a call is allowed
 * @param features what a run must not bring anew to be allowed
 * @param free arguments that are free though the template constrains them, each with the reason
 * @param crossing runs that are enough to show that something was too much to be kept
 */
record SyscallConstraint(Expr condition, List<Runs> features, List<String> free, int crossing) {
  SyscallConstraint {
    features = List.copyOf(features);
    free = List.copyOf(free);
  }

  static SyscallConstraint of(Syscall syscall, SyscallEvidence evidence, Template template) {
    int shown = Math.min(syscall.arity(), evidence.arguments().size());
    List<ArgumentConstraint> apart = new ArrayList<>();
    for (int i = 0; i < shown; i++) {
      apart.add(
          ArgumentConstraint.of(
              syscall, i, evidence.arguments().get(i), template.level(syscall, i)));
    }
    List<String> free = new ArrayList<>();
    for (ArgumentConstraint constraint : apart) {
      if (!constraint.whyFree().isEmpty()) {
        String name = syscall.arguments().get(constraint.argument()).name();
        free.add(name + " is free: " + constraint.whyFree());
      }
    }
    int crossing = 0;
    for (ArgumentConstraint constraint : apart) {
      Values values = evidence.arguments().get(constraint.argument()).values();
      crossing += ArgumentConstraint.crossing(constraint, values);
    }
    int split = template.split(syscall);
    if (split >= 0 && evidence.tuples().over()) {
      crossing += Tuples.CAP + 1;
    }
    if (split >= 0 && split < shown && splittable(syscall, evidence, split)) {
      return split(syscall, evidence, template, apart, split, free, crossing);
    }
    List<Expr> conditions = new ArrayList<>();
    List<Runs> features = new ArrayList<>();
    for (ArgumentConstraint constraint : apart) {
      features.addAll(constraint.features());
      add(conditions, constraint, syscall, apart);
    }
    return new SyscallConstraint(conjunction(conditions), features, free, crossing);
  }

  private static void add(
      List<Expr> conditions,
      ArgumentConstraint constraint,
      Syscall syscall,
      List<ArgumentConstraint> others) {
    if (constraint.onlyDead()) {
      DeadArguments.Guard guard = ArgumentConstraint.guard(syscall, constraint.argument());
      for (ArgumentConstraint other : others) {
        if (guard != null
            && guard.discriminator() == other.argument()
            && ArgumentConstraint.implied(guard, other)) {
          return;
        }
      }
    }
    if (constraint.expression() instanceof Expr.And(List<Expr> parts)) {
      conditions.addAll(parts);
    } else if (constraint.constrains()) {
      conditions.add(constraint.expression());
    }
  }

  private static Expr conjunction(List<Expr> conditions) {
    return switch (conditions.size()) {
      case 0 -> Expr.TRUE;
      case 1 -> conditions.getFirst();
      default -> new Expr.And(conditions);
    };
  }

  /** Whether the combinations of this argument with others were all seen and kept. */
  static boolean splittable(Syscall syscall, SyscallEvidence evidence, int by) {
    return Tuples.keeps(syscall, by)
        && ArgumentConstraint.guard(syscall, by) == null
        && !evidence.tuples().over()
        && !evidence.tuples().seen().isEmpty()
        && evidence.arguments().get(by).complete()
        && !evidence.arguments().get(by).values().over();
  }

  private static SyscallConstraint split(
      Syscall syscall,
      SyscallEvidence evidence,
      Template template,
      List<ArgumentConstraint> apart,
      int by,
      List<String> free,
      int crossing) {
    List<Expr> conditions = new ArrayList<>();
    List<Runs> features = new ArrayList<>();
    for (ArgumentConstraint constraint : apart) {
      if (!Tuples.keeps(syscall, constraint.argument())) {
        features.addAll(constraint.features());
        add(conditions, constraint, syscall, apart);
      }
    }
    // Values with the same condition stand together: by in {a, b} && condition.
    Map<Expr, TreeSet<Long>> branches = new LinkedHashMap<>();
    Branch.of(syscall, evidence, by)
        .forEach(branch -> {
          features.add(branch.runs());
          List<Expr> inner = new ArrayList<>();
          List<ArgumentConstraint> constraints = branch.constraints(syscall, template);
          for (ArgumentConstraint constraint : constraints) {
            features.addAll(constraint.features());
            add(inner, constraint, syscall, constraints);
          }
          branches
              .computeIfAbsent(conjunction(inner), c -> new TreeSet<>(Long::compareUnsigned))
              .add(branch.value());
        });
    Term term = Term.of(by, syscall.arguments().get(by).width());
    List<Expr> alternatives = new ArrayList<>();
    branches.forEach((condition, values) -> {
      List<Expr> both = new ArrayList<>(List.of(Closure.oneOf(term, values)));
      if (condition instanceof Expr.And(List<Expr> parts)) {
        both.addAll(parts);
      } else if (!condition.equals(Expr.TRUE)) {
        both.add(condition);
      }
      alternatives.add(conjunction(both));
    });
    conditions.add(alternatives.size() == 1 ? alternatives.getFirst() : new Expr.Or(alternatives));
    return new SyscallConstraint(conjunction(conditions), features, free, crossing);
  }
}

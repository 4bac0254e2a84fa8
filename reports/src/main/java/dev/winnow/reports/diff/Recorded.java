package dev.winnow.reports.diff;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recorded behaviour as a policy that permits it and nothing else, so that the exact core can
 * compare it. Enums, flags, modes, signals and ids are exactly those that were seen, in the
 * combinations that were seen; an argument that was not shown may be anything. Descriptors, sizes,
 * offsets, pids and pointers say little about what a program does and are free, or, if asked for,
 * those that were seen of each argument, in any combination.
 */
final class Recorded {
  private final boolean numbers;

  private Recorded(boolean numbers) {
    this.numbers = numbers;
  }

  /**
   * The policy.
   *
   * @param evidence of all roles together
   * @param numbers whether descriptors, sizes and offsets count
   * @param afterLauncher architectures whose filter starts behind the launcher's execve
   */
  static Policy policy(Evidence evidence, boolean numbers, Set<Arch> afterLauncher) {
    Recorded recorded = new Recorded(numbers);
    Map<Arch, List<Rule>> rules = new EnumMap<>(Arch.class);
    evidence
        .syscalls()
        .forEach((key, syscall) -> {
          boolean launcherOnly =
              afterLauncher.contains(key.arch())
                  && syscall.seen().runs().events() <= syscall.launcher().runs().events();
          if (!launcherOnly) {
            rules
                .computeIfAbsent(key.arch(), arch -> new ArrayList<>())
                .add(new Rule(key.number(), recorded.condition(key, syscall), Action.ALLOW));
          }
        });
    List<Section> sections = new ArrayList<>();
    rules.forEach((arch, list) -> sections.add(section(arch, list)));
    return new Policy(sections.isEmpty() ? List.of(section(Arch.X86_64, List.of())) : sections);
  }

  private static Section section(Arch arch, List<Rule> rules) {
    Action not = Action.KILL_PROCESS;
    return new Section(arch, not, not, not, false, rules);
  }

  private Expr condition(SyscallKey key, SyscallEvidence seen) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    if (syscall == null) {
      return Expr.TRUE;
    }
    List<Expr> parts = new ArrayList<>();
    boolean together = inCombinations(seen);
    if (together) {
      List<Expr> alternatives = new ArrayList<>();
      for (Tuples.Tuple tuple : seen.tuples().seen().keySet()) {
        alternatives.add(condition(syscall, tuple));
      }
      parts.add(any(alternatives));
    }
    for (int i = 0; i < Math.min(seen.arguments().size(), syscall.arity()); i++) {
      boolean kept = Tuples.keeps(syscall, i);
      boolean counts = kept ? !together : numbers && compares(syscall, i);
      if (counts && seen.arguments().get(i).complete()) {
        parts.add(condition(i, syscall.arguments().get(i), seen.arguments().get(i).values()));
      }
    }
    return all(parts);
  }

  /** Evidence keeps combinations of two and more arguments, while there are not too many. */
  static boolean inCombinations(SyscallEvidence seen) {
    return !seen.tuples().over() && !seen.tuples().seen().isEmpty();
  }

  private static boolean compares(Syscall syscall, int index) {
    Kind kind = syscall.arguments().get(index).kind();
    return kind != Kind.POINTER && kind != Kind.OPAQUE;
  }

  /** One combination; an empty place is free. */
  static Expr condition(Syscall syscall, Tuples.Tuple tuple) {
    List<Expr> parts = new ArrayList<>();
    for (int i = 0; i < Math.min(tuple.values().size(), syscall.arity()); i++) {
      int index = i;
      tuple
          .values()
          .get(i)
          .ifPresent(value -> {
            Term term = Term.ofRecorded(index, syscall.arguments().get(index), value);
            parts.add(new Expr.Compare(term, Expr.Op.EQ, term.of(value)));
          });
    }
    return all(parts);
  }

  /** The values of one argument; beyond what evidence keeps, all between the extremes. */
  private static Expr condition(int index, Argument argument, Values values) {
    if (values.isEmpty()) {
      return Expr.TRUE; // Dead wherever it was seen.
    }
    List<Expr.Range> ranges = new ArrayList<>();
    List<Expr> alternatives = new ArrayList<>();
    for (long value : values.exact().keySet()) {
      Term term = Term.ofRecorded(index, argument, value);
      if (term.bare()) {
        ranges.add(Expr.Range.of(value));
      } else {
        alternatives.add(new Expr.Compare(term, Expr.Op.EQ, value));
      }
    }
    if (values.over()) {
      long least = values.summary().least().getFirst().value();
      long most = values.summary().most().getFirst().value();
      ranges.add(new Expr.Range(least, most));
    }
    if (!ranges.isEmpty()) {
      alternatives.add(new Expr.In(Term.of(index, values.width()), ranges));
    }
    return any(alternatives);
  }

  private static Expr all(List<Expr> parts) {
    List<Expr> counting = parts.stream().filter(part -> !part.equals(Expr.TRUE)).toList();
    return switch (counting.size()) {
      case 0 -> Expr.TRUE;
      case 1 -> counting.getFirst();
      default -> new Expr.And(counting);
    };
  }

  private static Expr any(List<Expr> alternatives) {
    if (alternatives.isEmpty() || alternatives.contains(Expr.TRUE)) {
      return Expr.TRUE;
    }
    return alternatives.size() == 1 ? alternatives.getFirst() : new Expr.Or(alternatives);
  }
}

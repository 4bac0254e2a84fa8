package dev.winnow.comparison;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.policy.oci.OciRule;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.OciTest;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A profile as its author would write it: each syscall's conditions in libseccomp's own words,
 * where it has them, and as winnow exports them only where it has none.
 *
 * <p>Before: {@code arg0 < 38 || arg0 == 39 || arg0 > 40}, of 64 bits, is exported as 60 masks,
 * which are disjoint but make of libseccomp's program something that nobody would ask it for.
 * After: three rules.
 */
final class WrittenRules {
  private WrittenRules() {}

  /** The exported profile with the rules of x86_64 as they are written. */
  static OciSeccomp of(Policy policy, OciSeccomp exported) {
    Map<String, List<OciRule>> written = new HashMap<>();
    Section section = policy.section(Arch.X86_64);
    if (section != null && policy.sections().size() == 1) {
      for (Syscall syscall : SyscallTable.of(Arch.X86_64).all()) {
        List<Rule> rules =
            section.rules().stream().filter(rule -> rule.number() == syscall.number()).toList();
        List<OciRule> own = rules(syscall.name(), rules);
        if (own != null) {
          written.put(syscall.name(), own);
        }
      }
    }
    List<OciRule> rules = new ArrayList<>();
    for (OciRule rule : exported.rules()) {
      List<String> names =
          rule.names().stream().filter(Predicate.not(written::containsKey)).toList();
      if (!names.isEmpty()) {
        rules.add(new OciRule(names, rule.action(), rule.tests()));
      }
    }
    SyscallTable.of(Arch.X86_64).all().stream()
        .map(syscall -> written.getOrDefault(syscall.name(), List.of()))
        .forEach(rules::addAll);
    return new OciSeccomp(exported.defaultAction(), exported.architectures(), rules);
  }

  /** Null if libseccomp has no words for one of them, or if their order may matter. */
  private static @Nullable List<OciRule> rules(String name, List<Rule> rules) {
    if (rules.isEmpty() || rules.stream().map(Rule::action).distinct().count() > 1) {
      return null;
    }
    List<OciRule> result = new ArrayList<>();
    for (Rule rule : rules) {
      List<List<OciTest>> ways = ways(rule.condition());
      if (ways == null) {
        return null;
      }
      ways.forEach(tests -> result.add(new OciRule(List.of(name), rule.action(), tests)));
    }
    return result;
  }

  /** The tests of each rule that a condition becomes. */
  static @Nullable List<List<OciTest>> ways(Expr condition) {
    List<List<OciTest>> ways = new ArrayList<>();
    switch (condition) {
      case Expr.Const(boolean value) when value -> ways.add(List.of());
      case Expr.Compare(Term term, Expr.Op op, long value) -> {
        OciTest test = test(term, op, value);
        ways = test == null ? null : List.of(List.of(test));
      }
      case Expr.In(Term term, List<Expr.Range> ranges) -> {
        for (Expr.Range range : ranges) {
          OciTest test = range.low() == range.high() ? test(term, Expr.Op.EQ, range.low()) : null;
          if (test == null) {
            return null;
          }
          ways.add(List.of(test));
        }
      }
      case Expr.Or(List<Expr> parts) -> {
        for (Expr part : parts) {
          List<List<OciTest>> some = ways(part);
          if (some == null) {
            return null;
          }
          ways.addAll(some);
        }
      }
      case Expr.And(List<Expr> parts) -> ways = together(parts);
      default -> ways = null;
    }
    return ways;
  }

  /** Every way of one with every way of the next; libseccomp takes one test of each argument. */
  private static @Nullable List<List<OciTest>> together(List<Expr> parts) {
    List<List<OciTest>> all = List.of(List.of());
    for (Expr part : parts) {
      List<List<OciTest>> some = ways(part);
      if (some == null) {
        return null;
      }
      List<List<OciTest>> longer = new ArrayList<>();
      for (List<OciTest> begun : all) {
        for (List<OciTest> rest : some) {
          List<OciTest> both = new ArrayList<>(begun);
          both.addAll(rest);
          Set<Integer> arguments = new HashSet<>();
          if (!both.stream().map(OciTest::index).allMatch(arguments::add)) {
            return null;
          }
          longer.add(both);
        }
      }
      all = longer;
    }
    return all;
  }

  private static @Nullable OciTest test(Term term, Expr.Op op, long value) {
    if (term.width() == 64 && term.bare()) {
      return new OciTest(term.argument(), OciTest.Op.valueOf(op.name()), value, 0);
    }
    return op == Expr.Op.EQ
        ? new OciTest(term.argument(), OciTest.Op.MASKED_EQ, term.mask(), value)
        : null;
  }
}

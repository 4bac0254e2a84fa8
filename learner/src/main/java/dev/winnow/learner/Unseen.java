package dev.winnow.learner;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls that a recording need not contain and that a program may make all the same, by the table
 * {@code unseen.tsv}. What is added depends on what was seen, and on nothing else that was added;
 * it only grows with it.
 */
final class Unseen {
  private final Arch arch;
  private final SyscallTable table;
  private final Template template;
  private final Map<String, Rule> seen = new LinkedHashMap<>();

  private Unseen(Arch arch, Template template, List<Rule> rules) {
    this.arch = arch;
    this.table = SyscallTable.of(arch);
    this.template = template;
    for (Rule rule : rules) {
      Syscall syscall = table.byNumber(rule.number());
      seen.put(syscall == null ? "nr" + rule.number() : syscall.name(), rule);
    }
  }

  /**
   * The rules of a section in which {@code seen} was learned, and those of calls that were not
   * seen. A call that is predicted with any arguments stays so when it is seen with some.
   */
  static List<Rule> added(Arch arch, Template template, List<Rule> seen) {
    return new Unseen(arch, template, seen).added();
  }

  private List<Rule> added() {
    Map<String, List<Rule>> rules = new LinkedHashMap<>();
    seen.forEach((name, rule) -> rules.put(name, new ArrayList<>(List.of(rule))));
    for (UnseenCall row : UnseenCall.ROWS) {
      Syscall syscall = table.byName(row.call());
      if (syscall != null && row.expected(seen.keySet()) && applies(row, syscall)) {
        row.rule(arch, syscall, seen)
            .ifPresent(
                rule -> add(rules.computeIfAbsent(row.call(), name -> new ArrayList<>()), rule));
      }
    }
    return rules.values().stream().flatMap(List::stream).toList();
  }

  /**
   * What the template would constrain if it were seen is not allowed with any arguments unseen:
   * once predicted, seeing it could not constrain it any more. The kernel's own calls are needed
   * anyhow.
   */
  private boolean applies(UnseenCall row, Syscall syscall) {
    if (row.always()) {
      return true;
    }
    if (row.looksAtArguments() && template.namesOnly()) {
      return row.bundle().equals("threads");
    }
    if (!row.anyArguments()) {
      return true;
    }
    for (int i = 0; i < syscall.arity(); i++) {
      if (!template.free(syscall, i)) {
        return false;
      }
    }
    return true;
  }

  private void add(List<Rule> rules, Rule rule) {
    for (Rule known : rules) {
      if (rule.action().permits() ? within(rule, known) : known.action().permits()) {
        return;
      }
    }
    boolean replaces = rules.removeIf(known -> within(known, rule) && isSeen(known));
    rules.removeIf(known -> within(known, rule));
    String comment = replaces ? "seen, and " + rule.comment() : rule.comment();
    rules.add(new Rule(rule.number(), rule.condition(), rule.action(), comment));
  }

  private static boolean isSeen(Rule rule) {
    return !rule.comment().startsWith(Surface.MARK);
  }

  /** Whether every call that one rule allows is allowed by the other as well. */
  private boolean within(Rule small, Rule large) {
    if (!large.action().permits() || !small.action().permits()) {
      return false;
    }
    if (large.condition().equals(Expr.TRUE) || large.condition().equals(small.condition())) {
      return true;
    }
    try {
      return !small.condition().equals(Expr.TRUE) && PolicyDiff.subset(only(small), only(large));
    } catch (DiagramLimitException e) {
      return false; // too entangled to be decided: both rules stay, which is only longer
    }
  }

  private Policy only(Rule rule) {
    LearnOptions options = LearnOptions.DEFAULT;
    return new Policy(
        List.of(
            new Section(
                arch,
                options.defaultAction(),
                options.defaultAction(),
                options.defaultAction(),
                false,
                List.of(rule))));
  }
}

package dev.winnow.evaluation;

import dev.winnow.learner.ArgumentName;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Level;
import dev.winnow.learner.Template;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What minijail's {@code generate_seccomp_policy.py} makes of traces with symbolic constants:
 * names, the exact values seen of the first argument of socket and prctl and of ioctl's request;
 * mmap and mprotect may not be writable and executable at once unless a run asked for both in one
 * call, and then their values are exact as well. Four calls are always permitted.
 */
final class MinijailRule {
  private static final Map<String, Integer> EXACT = Map.of("socket", 0, "ioctl", 1, "prctl", 0);
  private static final Set<String> PROTECTION = Set.of("mmap", "mmap2", "mprotect");
  private static final List<String> ALWAYS =
      List.of("restart_syscall", "exit", "exit_group", "rt_sigreturn");
  private static final long PROT_WRITE = 2;
  private static final long PROT_EXEC = 4;

  private MinijailRule() {}

  static Policy policy(Training training) {
    Policy exact =
        Learner.learn(
                training.evidence(),
                new LearnOptions(template(training.runs()), Action.errno(1), false))
            .policy();
    return new Policy(exact.sections().stream().map(MinijailRule::withoutBoth).toList());
  }

  /** The protections stay free where the rule about both bits replaces their values. */
  private static Template template(List<Sample> runs) {
    TreeMap<ArgumentName, Level> levels = new TreeMap<>();
    for (Arch arch : Arch.values()) {
      EXACT.forEach((name, index) -> put(levels, arch, name, index));
      for (String name : PROTECTION) {
        if (bothAsked(arch, name, runs)) {
          put(levels, arch, name, 2);
        }
      }
    }
    return new Template("minijail", Map.of(), levels, new TreeSet<>());
  }

  private static void put(Map<ArgumentName, Level> levels, Arch arch, String name, int index) {
    Syscall syscall = SyscallTable.of(arch).byName(name);
    if (syscall != null && syscall.arity() > index) {
      String argument = syscall.arguments().get(index).name();
      levels.put(new ArgumentName(arch.label(), name, argument), Level.EXACT);
    }
  }

  private static boolean bothAsked(Arch arch, String name, List<Sample> runs) {
    Syscall syscall = SyscallTable.of(arch).byName(name);
    long both = PROT_WRITE | PROT_EXEC;
    return syscall != null
        && runs.stream()
            .flatMap(run -> run.events().stream())
            .filter(event -> event.arch() == arch && event.number() == syscall.number())
            .anyMatch(event -> (protection(event) & both) == both);
  }

  private static long protection(SyscallEvent event) {
    return event.knowledge(2) == Knowledge.VALUE ? event.value(2) : 0;
  }

  private static Section withoutBoth(Section section) {
    List<Rule> rules = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    SyscallTable table = SyscallTable.of(section.arch());
    for (Rule rule : section.rules()) {
      Syscall syscall = table.byNumber(rule.number());
      String name = syscall == null ? "" : syscall.name();
      seen.add(name);
      boolean free = PROTECTION.contains(name) && rule.condition().equals(Expr.TRUE);
      rules.add(
          free && syscall != null ? new Rule(rule.number(), notBoth(syscall), Action.ALLOW) : rule);
    }
    for (String name : ALWAYS) {
      Syscall syscall = table.byName(name);
      if (syscall != null && !seen.contains(name)) {
        rules.add(new Rule(syscall.number(), Expr.TRUE, Action.ALLOW));
      }
    }
    return section.with(rules);
  }

  private static Expr notBoth(Syscall syscall) {
    int width = syscall.arguments().get(2).width();
    return new Expr.Or(
        List.of(
            new Expr.Compare(new Term(2, width, PROT_EXEC), Expr.Op.EQ, 0),
            new Expr.Compare(new Term(2, width, PROT_WRITE), Expr.Op.EQ, 0)));
  }
}

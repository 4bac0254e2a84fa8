package dev.winnow.learner;

import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Term;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls that a recording need not contain and that a program may make all the same. */
final class Unseen {
  private static final int ENOSYS = 38;

  /**
   * @param syscall what to add unless it was seen
   * @param when the call that must have been seen for that, or null for always
   * @param action what the policy does with it
   * @param reason printed behind the rule
   */
  private record Row(String syscall, @Nullable String when, Action action, String reason) {}

  /**
   * What glibc's mutexes, condition variables and pthread_join ask of futex(2): WAIT_PRIVATE,
   * WAKE_PRIVATE, WAIT_BITSET_PRIVATE without and with FUTEX_CLOCK_REALTIME, and WAIT_BITSET with
   * it (linux/futex.h).
   */
  private static final List<Long> LOCKS = List.of(128L, 129L, 137L, 265L, 393L);

  private static final List<Row> ROWS =
      List.of(
          // signal(7): the kernel makes the process call it when a handler returns.
          new Row("rt_sigreturn", null, Action.ALLOW, "made by the kernel when a handler returns"),
          // i386, for handlers without SA_SIGINFO; x86_64 has none.
          new Row("sigreturn", null, Action.ALLOW, "made by the kernel when a handler returns"),
          // restart_syscall(2): substituted by the kernel after a stop.
          new Row("restart_syscall", null, Action.ALLOW, "made by the kernel after a stop"),
          new Row("exit", null, Action.ALLOW, "how a thread ends"),
          new Row("exit_group", null, Action.ALLOW, "how a process ends"),
          // glibc 2.34 and later: clone3 first, clone if that is ENOSYS; no other errno falls back.
          new Row("clone3", "clone", Action.errno(ENOSYS), "so that libc falls back to clone"));

  private Unseen() {}

  /**
   * The rules of a section in which {@code seen} was learned. A call that is always allowed stays
   * so when it is seen with some arguments: more runs must never shrink a policy.
   */
  static List<Rule> added(SyscallTable table, List<Rule> seen) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (Rule rule : seen) {
      Syscall syscall = table.byNumber(rule.number());
      rules.put(syscall == null ? "nr" + rule.number() : syscall.name(), rule);
    }
    // Before clone3 is added as a call that fails: a program that was seen to make it has threads.
    boolean threads = rules.containsKey("clone3");
    for (Row row : ROWS) {
      Syscall syscall = table.byName(row.syscall);
      Rule known = rules.get(row.syscall);
      if (syscall == null || (row.when != null && !rules.containsKey(row.when))) {
        continue;
      }
      if (known == null) {
        rules.put(
            row.syscall,
            new Rule(syscall.number(), Expr.TRUE, row.action, "unseen: " + row.reason));
      } else if (row.when == null) {
        rules.put(row.syscall, new Rule(known.number(), Expr.TRUE, row.action, known.comment()));
      }
    }
    List<Rule> all = new ArrayList<>(rules.values());
    if (threads) {
      locks(table, rules.get("futex")).ifPresent(all::add);
    }
    return all;
  }

  /**
   * Threads that meet at a lock wait in the kernel, and whether they meet is a matter of timing,
   * which tracing changes. glibc aborts when futex fails.
   */
  private static Optional<Rule> locks(SyscallTable table, @Nullable Rule known) {
    Syscall futex = table.byName("futex");
    if (futex == null || (known != null && known.condition().equals(Expr.TRUE))) {
      return Optional.empty();
    }
    int op = futex.indexOf("op");
    Expr.In locks =
        new Expr.In(
            Term.of(op, futex.arguments().get(op).width()),
            LOCKS.stream().map(Expr.Range::of).toList());
    return Optional.of(
        new Rule(futex.number(), locks, Action.ALLOW, "unseen: threads that meet at a lock"));
  }
}

package dev.winnow.reports;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;

/**
 * One syscall that was seen, beside what the policy says of it.
 *
 * @param arch the architecture
 * @param number the number there
 * @param name the name, or {@code nr(N)} where the table has none
 * @param events events seen; of a syscall in more runs than evidence keeps, those of the kept runs
 * @param sampled whether {@code events} leaves runs out
 * @param share of all events, 0 to 1
 * @param runs runs that have it
 * @param failed events that returned an error
 * @param launcher events that came before the filter starts; the policy need not permit them
 * @param verdict the policy's
 * @param rules its rules for the syscall, in the policy language, in order
 * @param allowed how many of the events after the filter's start it permits
 * @param arguments one per argument
 */
public record SyscallCoverage(
    Arch arch,
    int number,
    String name,
    long events,
    boolean sampled,
    double share,
    int runs,
    long failed,
    long launcher,
    Verdict verdict,
    List<String> rules,
    EventCount allowed,
    List<ArgumentCoverage> arguments) {

  public SyscallCoverage {
    rules = List.copyOf(rules);
    arguments = List.copyOf(arguments);
  }

  /** The events that the policy must permit. */
  public long filtered() {
    return events - launcher;
  }

  static SyscallCoverage of(SyscallKey key, SyscallEvidence seen, Policy policy, long allEvents) {
    Arch arch = key.arch();
    int number = key.number();
    Expr permitted = Permission.of(policy, arch, number);
    PermittedEvents events = new PermittedEvents(key, seen);
    long all = seen.seen().runs().events();
    Section section = policy.section(arch);
    boolean late = section != null && section.onNextSyscall();
    long launcher = late ? Math.min(all, seen.launcher().runs().events()) : 0;
    EventCount allowed = after(events.all(permitted), launcher, all);
    return new SyscallCoverage(
        arch,
        number,
        RuleText.name(arch, number),
        all,
        seen.seen().runs().over(),
        Figures.share(all, allEvents),
        seen.seen().runs().size(),
        seen.failed().runs().events(),
        launcher,
        verdict(permitted, allowed, all - launcher),
        Permission.rules(policy, arch, number).stream()
            .map(rule -> RuleText.of(arch, rule))
            .toList(),
        allowed,
        arguments(key, seen, permitted, events));
  }

  /** Which of the events came before the filter is known only by their number. */
  private static EventCount after(EventCount allowed, long launcher, long all) {
    return new EventCount(Math.max(0, allowed.least() - launcher), allowed.most())
        .within(all - launcher);
  }

  private static Verdict verdict(Expr permitted, EventCount allowed, long filtered) {
    if (filtered == 0) {
      return Verdict.BEFORE_FILTER;
    }
    if (allowed.most() < filtered) {
      return Verdict.DENIED;
    }
    return permitted.equals(Expr.TRUE) ? Verdict.ALLOWED : Verdict.CONSTRAINED;
  }

  private static List<ArgumentCoverage> arguments(
      SyscallKey key, SyscallEvidence seen, Expr permitted, PermittedEvents events) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    List<ArgumentCoverage> arguments = new ArrayList<>();
    int arity = syscall == null ? 0 : Math.min(syscall.arity(), seen.arguments().size());
    for (int i = 0; i < arity && syscall != null; i++) {
      arguments.add(ArgumentCoverage.of(syscall, i, seen, permitted, events));
    }
    return arguments;
  }
}

package dev.winnow.reports;

import dev.winnow.policy.Policy;
import dev.winnow.traces.Evidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What of the evidence a policy covers, and what it permits beyond. Roles are taken together: one
 * filter applies to all of them.
 *
 * @param syscalls those seen, the most frequent first
 * @param excess those permitted and never seen
 * @param totals over all of them
 */
public record Coverage(List<SyscallCoverage> syscalls, List<Excess> excess, Totals totals) {

  /**
   * Sums over all syscalls.
   *
   * @param syscalls seen
   * @param constrained of these, with a rule that looks at arguments and permits all that was seen
   * @param denied of these, with an event that the policy denies
   * @param events that came after the filter's start
   * @param allowed of these, permitted
   * @param values distinct values, kept exactly, of the arguments that rules look at
   * @param covered of these, not outside
   */
  public record Totals(
      int syscalls,
      int constrained,
      int denied,
      long events,
      EventCount allowed,
      int values,
      int covered) {
    /** Whether the policy certainly permits every event of the evidence. */
    public boolean complete() {
      return allowed.least() == events;
    }
  }

  private static final Comparator<SyscallCoverage> FREQUENT_FIRST =
      Comparator.comparingLong(SyscallCoverage::events)
          .reversed()
          .thenComparing(SyscallCoverage::arch)
          .thenComparing((a, b) -> Integer.compareUnsigned(a.number(), b.number()));

  public Coverage {
    syscalls = List.copyOf(syscalls);
    excess = List.copyOf(excess);
  }

  /** The coverage of all roles of the evidence; O(size of evidence · size of a rule). */
  public static Coverage of(Evidence evidence, Policy policy) {
    Evidence whole = evidence.withoutRoles();
    List<SyscallCoverage> rows = new ArrayList<>();
    whole
        .syscalls()
        .forEach((key, seen) -> rows.add(SyscallCoverage.of(key, seen, policy, whole.events())));
    rows.sort(FREQUENT_FIRST);
    return new Coverage(rows, Excess.of(whole, policy), totals(rows));
  }

  private static Totals totals(List<SyscallCoverage> rows) {
    int constrained = 0;
    int denied = 0;
    long events = 0;
    EventCount allowed = EventCount.NONE;
    int values = 0;
    int outside = 0;
    for (SyscallCoverage row : rows) {
      constrained += row.verdict() == Verdict.CONSTRAINED ? 1 : 0;
      denied += row.verdict() == Verdict.DENIED ? 1 : 0;
      events += row.filtered();
      allowed = allowed.plus(row.allowed());
      for (ArgumentCoverage argument : row.arguments()) {
        values += argument.constrained() ? argument.values().size() : 0;
        outside += argument.outside();
      }
    }
    return new Totals(rows.size(), constrained, denied, events, allowed, values, values - outside);
  }
}

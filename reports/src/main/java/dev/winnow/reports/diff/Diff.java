package dev.winnow.reports.diff;

import dev.winnow.reports.risk.RiskLevel;
import java.util.List;

/**
 * What separates a new policy, program or recording from an old one.
 *
 * @param before the old side
 * @param after the new side
 * @param entries what differs, worst first
 * @param exact all of the difference, if both sides are policies or programs
 * @param notes what limits the comparison, in sentences
 */
public record Diff(
    Side before, Side after, List<DiffEntry> entries, List<ExactChange> exact, List<String> notes) {
  public Diff {
    entries = entries.stream().sorted(DiffEntry.WORST_FIRST).toList();
    exact = List.copyOf(exact);
    notes = List.copyOf(notes);
  }

  /** Whether the new side permits, or recorded, what the old one did not, chance left aside. */
  public boolean widens() {
    return entries.stream().anyMatch(DiffEntry::widens);
  }

  /** Whether it does so at that level or a worse one. */
  public boolean widens(RiskLevel level) {
    return entries.stream().anyMatch(entry -> entry.widens() && entry.level().atLeast(level));
  }

  /** Whether the new side permits anything that the old one does not. */
  public boolean allowsMore() {
    return entries.stream().anyMatch(entry -> entry.wider() != null);
  }

  /** Whether the old side permits anything that the new one does not. */
  public boolean allowsLess() {
    return entries.stream().anyMatch(entry -> entry.narrower() != null);
  }

  /** Whether rights were taken away and nothing else was done. */
  public boolean onlyReduces() {
    return entries.stream().allMatch(entry -> entry.wider() == null && entry.changed() == null);
  }
}

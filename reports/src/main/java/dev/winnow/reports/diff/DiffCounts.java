package dev.winnow.reports.diff;

import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.risk.RiskLevel;
import java.util.ArrayList;
import java.util.List;

/** How much differs, in one sentence. */
final class DiffCounts {
  private DiffCounts() {}

  /** {@code wider in 5 (2 of high and 1 of medium risk), narrower in 2}; or {@code same}. */
  static String sentence(Diff diff) {
    if (diff.entries().isEmpty()) {
      return "same";
    }
    List<String> parts = new ArrayList<>();
    long wider = count(diff, Relation.WIDER) + count(diff, Relation.BOTH);
    if (wider > 0) {
      parts.add("wider in " + wider + levels(diff));
    }
    long narrower = count(diff, Relation.NARROWER) + count(diff, Relation.BOTH);
    if (narrower > 0) {
      parts.add("narrower in " + narrower);
    }
    long changed = diff.entries().stream().filter(entry -> entry.changed() != null).count();
    if (changed > 0) {
      parts.add("changed in " + changed);
    }
    return String.join(", ", parts);
  }

  private static long count(Diff diff, Relation relation) {
    return diff.entries().stream().filter(entry -> entry.relation() == relation).count();
  }

  private static String levels(Diff diff) {
    List<String> parts = new ArrayList<>();
    for (RiskLevel level : List.of(RiskLevel.HIGH, RiskLevel.MEDIUM)) {
      long count =
          diff.entries().stream()
              .filter(entry -> entry.wider() != null && entry.level() == level)
              .count();
      if (count > 0) {
        parts.add(count + " of " + level.label());
      }
    }
    return parts.isEmpty() ? "" : " (" + String.join(" and ", parts) + " risk)";
  }
}

package dev.winnow.reports.diff;

import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.TraceText;
import dev.winnow.reports.risk.Risk;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of a diff for people: one difference, or one that many syscalls share.
 *
 * @param relation wider, narrower or changed
 * @param level of what is wider; null for the rest
 * @param what the event, or the names of syscalls that differ alike as a whole; safe to print
 * @param verdicts what the sides say, such as {@code errno(EPERM) -> allow}
 * @param when the condition on arguments; "" if it is all events, or too long to read
 * @param risks worst first
 * @param counts in how many runs, or null
 */
record DiffLine(
    Relation relation,
    @Nullable RiskLevel level,
    String what,
    String verdicts,
    String when,
    List<Risk> risks,
    @Nullable RunCounts counts) {
  /** Names in a line that groups syscalls; JSON has all. */
  private static final int NAMED = 12;

  /** A longer condition is not read, and stands in JSON. */
  private static final int LONGEST_CONDITION = 160;

  DiffLine {
    risks = List.copyOf(risks);
  }

  /** What syscalls have in common that stand in one line. */
  private record Group(@Nullable Arch arch, String verdicts, List<Risk> risks) {}

  /** The lines of a diff: wider, narrower, then changed, worst first in each. */
  static List<DiffLine> of(Diff diff) {
    List<DiffLine> lines = new ArrayList<>();
    for (Relation relation : List.of(Relation.WIDER, Relation.NARROWER, Relation.CHANGED)) {
      Map<Object, List<DiffEntry>> groups = new LinkedHashMap<>();
      for (DiffEntry entry : diff.entries()) {
        Difference difference = side(entry, relation);
        if (difference != null) {
          Object key =
              difference.whole() && entry.counts() == null
                  ? new Group(entry.arch(), difference.verdicts(), risks(entry, relation))
                  : entry;
          groups.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
        }
      }
      groups.values().forEach(entries -> lines.add(line(relation, entries)));
    }
    return lines;
  }

  private static DiffLine line(Relation relation, List<DiffEntry> entries) {
    DiffEntry first = entries.getFirst();
    Difference difference = Objects.requireNonNull(side(first, relation));
    boolean names = difference.whole() && first.counts() == null;
    return new DiffLine(
        relation,
        relation == Relation.WIDER ? first.level() : null,
        prefix(first.arch()) + (names ? listed(entries) : TraceText.visible(difference.event())),
        difference.verdicts(),
        readable(difference.when()),
        risks(first, relation),
        first.counts());
  }

  private static @Nullable Difference side(DiffEntry entry, Relation relation) {
    return switch (relation) {
      case WIDER -> entry.wider();
      case NARROWER -> entry.narrower();
      default -> entry.changed();
    };
  }

  private static List<Risk> risks(DiffEntry entry, Relation relation) {
    return relation == Relation.WIDER ? entry.risks() : List.of();
  }

  /** Most policies are about x86_64 alone. */
  private static String prefix(@Nullable Arch arch) {
    return arch == null || arch == Arch.X86_64 ? "" : arch.label() + " ";
  }

  private static String listed(List<DiffEntry> entries) {
    int more = entries.size() - NAMED;
    String names =
        entries.stream()
            .limit(more <= 1 ? entries.size() : NAMED)
            .map(entry -> TraceText.visible(entry.subject()))
            .collect(Collectors.joining(", "));
    return more <= 1 ? names : names + " and " + more + " more";
  }

  private static String readable(String when) {
    return when.equals("1") || when.length() > LONGEST_CONDITION ? "" : when;
  }
}

package dev.winnow.reports.diff;

import dev.winnow.policy.Change;
import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.risk.Risk;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Arch;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the two sides differ on one syscall, on what no table has, or on one recorded behaviour.
 *
 * @param scope what it is about; null for a program that was started
 * @param arch the architecture; null where it is about none in particular
 * @param number the syscall, or a sample's number
 * @param subject the syscall's name, or what else it is about; a program's name is from outside and
 *     not escaped
 * @param wider what only the new side permits or recorded, or null
 * @param narrower what only the old side permits or recorded, or null
 * @param changed what both permit or both deny, but differently, or recorded in other shares of
 *     their runs; or null
 * @param risks what an attacker gains by {@code wider}, worst first
 * @param weight of the syscall in the kernel's surface, 1 to 10: decides where risks don't
 * @param counts in how many runs, if both sides are recordings
 */
public record DiffEntry(
    Change.@Nullable Scope scope,
    @Nullable Arch arch,
    int number,
    String subject,
    @Nullable Difference wider,
    @Nullable Difference narrower,
    @Nullable Difference changed,
    List<Risk> risks,
    int weight,
    @Nullable RunCounts counts) {
  /** Worst first: what is wider by risk, then narrower, then changed; what may be chance last. */
  static final Comparator<DiffEntry> WORST_FIRST =
      Comparator.comparing(DiffEntry::unlikely)
          .thenComparing(entry -> entry.wider == null)
          .thenComparing(DiffEntry::level)
          .thenComparing(entry -> entry.narrower == null)
          .thenComparing(Comparator.comparingInt(DiffEntry::weight).reversed())
          .thenComparing(DiffEntry::arch, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing((a, b) -> Integer.compareUnsigned(a.number, b.number));

  public DiffEntry {
    risks = List.copyOf(risks);
    if (wider == null && narrower == null && changed == null) {
      throw new IllegalArgumentException("no difference on " + subject);
    }
  }

  /** How the new side relates to the old one. */
  public Relation relation() {
    if (wider != null) {
      return narrower != null ? Relation.BOTH : Relation.WIDER;
    }
    return narrower != null ? Relation.NARROWER : Relation.CHANGED;
  }

  /** The worst of the risks; {@link RiskLevel#LOW} without any. */
  public RiskLevel level() {
    return risks.stream().map(Risk::level).reduce(RiskLevel.LOW, RiskLevel::or);
  }

  /**
   * Whether it is wider in earnest: what chance may have brought counts only if it is of high risk,
   * since it did happen.
   */
  public boolean widens() {
    return wider != null && !unlikely();
  }

  /** Whether chance would do this too, and nothing bad comes of it. */
  private boolean unlikely() {
    return counts != null
        && counts.significance() == RunCounts.Significance.NOISE
        && level() != RiskLevel.HIGH;
  }
}

package dev.winnow.reports;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.Learner;
import dev.winnow.learner.Surface;
import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.reports.risk.Exposure;
import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.RiskLevel;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The releases of one program, in order.
 *
 * @param releases from the oldest
 */
public record History(List<Release> releases) {
  /**
   * One release.
   *
   * @param name of its evidence
   * @param runs recorded
   * @param events recorded
   * @param syscalls that it was seen to make
   * @param weight of these, see {@link Surface#weight}
   * @param risk of the policy that its runs teach, in the next run
   * @param exposure the risks that this policy opens; empty if it is too entangled to be decided
   * @param added names of syscalls that the release before was not seen to make
   * @param removed names of syscalls that this one was not seen to make any more
   */
  public record Release(
      String name,
      int runs,
      long events,
      int syscalls,
      int weight,
      RiskEstimate risk,
      Optional<Exposure> exposure,
      List<String> added,
      List<String> removed) {
    public Release {
      added = List.copyOf(added);
      removed = List.copyOf(removed);
    }

    /** How many risks of a level are open; none if they are not known. */
    int risks(RiskLevel level) {
      return exposure
          .map(known -> known.open().stream().map(OpenRisk::risk).distinct())
          .map(risks -> (int) risks.filter(open -> open.level() == level).count())
          .orElse(0);
    }
  }

  public History {
    releases = List.copyOf(releases);
  }

  /**
   * The history of evidence by the names of releases, sorted as people sort versions; learns a
   * policy for each.
   *
   * @throws IllegalArgumentException if the evidence of one has no event
   */
  public static History of(SortedMap<String, Evidence> evidence, LearnOptions options) {
    SortedMap<String, Evidence> ordered = byRelease();
    ordered.putAll(evidence);
    List<Release> releases = new ArrayList<>();
    TreeSet<String> before = new TreeSet<>();
    for (var entry : ordered.entrySet()) {
      Evidence whole = entry.getValue().withoutRoles();
      TreeSet<String> names = new TreeSet<>();
      int weight = 0;
      for (SyscallKey key : whole.syscalls().keySet()) {
        names.add(RuleText.name(key.arch(), key.number()));
        Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
        weight += syscall == null ? 1 : Surface.weight(syscall);
      }
      LearnedPolicy learned = Learner.learn(whole, options);
      boolean first = releases.isEmpty();
      releases.add(
          new Release(
              entry.getKey(),
              whole.runs().size(),
              whole.events(),
              names.size(),
              weight,
              learned.risk(),
              Report.exposure(learned.policy()),
              first ? List.of() : without(names, before),
              first ? List.of() : without(before, names)));
      before = names;
    }
    return new History(releases);
  }

  /** An empty map whose keys, names of releases, are sorted as people sort versions. */
  public static SortedMap<String, Evidence> byRelease() {
    return new TreeMap<>(NaturalOrder.COMPARATOR);
  }

  private static List<String> without(TreeSet<String> all, TreeSet<String> others) {
    return all.stream().filter(name -> !others.contains(name)).toList();
  }
}

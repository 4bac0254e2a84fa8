package dev.winnow.reports.diff;

import dev.winnow.learner.statistics.FisherTest;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What limits a comparison with recordings, in sentences. */
final class Notes {
  private static final int NAMED = 6;

  private Notes() {}

  /** What limits the comparison of two recordings. */
  static List<String> of(Evidence old, Evidence now, RunUnits oldRuns, RunUnits newRuns) {
    List<String> notes = new ArrayList<>();
    int n = oldRuns.size();
    int m = newRuns.size();
    if (FisherTest.of(0, n, m, m).p() > RunCounts.LEVEL) {
      notes.add(
          "%d and %d runs are too few to tell a change from chance; record %d or more of each"
              .formatted(n, m, fewest()));
    }
    Set<String> both = new TreeSet<>(old.runs().keySet());
    both.retainAll(now.runs().keySet());
    if (!both.isEmpty()) {
      notes.add(both.size() + " runs are in both recordings and are not counted");
    }
    if (!groups(old).equals(groups(now))) {
      notes.add(
          "the recordings are of different groups, so a difference may be one of scenario and not"
              + " of the program");
    }
    notes.addAll(of("old", old));
    notes.addAll(of("new", now));
    return notes;
  }

  /** What limits what a recording says. */
  static List<String> of(String which, Evidence evidence) {
    List<String> notes = new ArrayList<>();
    if (evidence.incomplete()) {
      notes.add("the " + which + " recording is incomplete; `winnow report` says what it lacks");
    }
    List<String> hidden = hidden(evidence);
    if (!hidden.isEmpty()) {
      int more = hidden.size() - NAMED;
      notes.add(
          "arguments that the %s recording does not show are taken as any value: %s%s"
              .formatted(
                  which,
                  hidden.stream().limit(NAMED).collect(Collectors.joining(", ")),
                  more > 0 ? " and " + more + " more" : ""));
    }
    return notes;
  }

  /** The fewest runs on each side with which a difference can be told from chance. */
  private static int fewest() {
    int runs = 1;
    while (FisherTest.of(0, runs, runs, runs).p() > RunCounts.LEVEL) {
      runs++;
    }
    return runs;
  }

  private static Set<String> groups(Evidence evidence) {
    return evidence.runs().values().stream()
        .map(Run::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> hidden(Evidence evidence) {
    List<String> hidden = new ArrayList<>();
    evidence
        .withoutRoles()
        .syscalls()
        .forEach((key, seen) -> {
          Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
          for (int i = 0; syscall != null && i < seen.arguments().size(); i++) {
            if (i < syscall.arity()
                && Tuples.keeps(syscall, i)
                && !seen.arguments().get(i).complete()) {
              hidden.add(syscall.name() + " " + syscall.arguments().get(i).name());
            }
          }
        });
    return hidden;
  }
}

package dev.winnow.reports.diff;

import dev.winnow.learner.statistics.FisherTest;
import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.Tuples;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    Set<String> both = new TreeSet<>(old.runs().keySet());
    both.retainAll(now.runs().keySet());
    if (n == 0 && m == 0) {
      notes.add("both are recordings of the same runs: there is nothing to compare");
    } else if (FisherTest.of(0, n, m, m).p() > RunCounts.LEVEL) {
      notes.add(
          "%d and %d runs are too few to tell a change from chance, so all that is new counts;"
                  .formatted(n, m)
              + " record %d or more of each".formatted(fewest()));
    }
    if (!both.isEmpty() && n + m > 0) {
      notes.add(
          both.size()
              + (both.size() == 1 ? " run is" : " runs are")
              + " in both recordings and not counted");
    }
    if (!groups(old).equals(groups(now))) {
      notes.add(
          "the recordings are of different groups, so a difference may be one of scenario and not"
              + " of the program");
    }
    notes.addAll(of("the old recording", old));
    notes.addAll(of("the new recording", now));
    return notes;
  }

  /**
   * What limits what a recording says.
   *
   * @param recording how sentences call it, such as {@code the old recording}
   */
  static List<String> of(String recording, Evidence evidence) {
    List<String> notes = new ArrayList<>();
    if (evidence.incomplete()) {
      notes.add(recording + " is incomplete; `winnow report` says what it lacks");
    }
    Evidence together = evidence.withoutRoles();
    List<String> hidden = arguments(together, argument -> !argument.complete());
    if (!hidden.isEmpty()) {
      notes.add(
          "arguments that %s does not show are taken as any value: %s"
              .formatted(recording, named(hidden)));
    }
    List<String> over = arguments(together, argument -> argument.values().over());
    if (!over.isEmpty()) {
      notes.add(
          "arguments of which %s has more values than are kept one by one count as all between the"
                  .formatted(recording)
              + " least and the greatest, so a new value may not show: "
              + named(over));
    }
    List<String> apart =
        together.syscalls().entrySet().stream()
            .filter(entry -> entry.getValue().tuples().over())
            .map(entry -> SyscallTable.of(entry.getKey().arch()).byNumber(entry.getKey().number()))
            .filter(Objects::nonNull)
            .map(Syscall::name)
            .toList();
    if (!apart.isEmpty()) {
      notes.add(
          "of these syscalls %s has more combinations of arguments than are kept, so each argument"
                  .formatted(recording)
              + " is compared alone: "
              + named(apart));
    }
    return notes;
  }

  private static String named(List<String> names) {
    int more = names.size() - NAMED;
    return names.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
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

  /** The arguments with a meaning of their own of which something holds. */
  private static List<String> arguments(Evidence together, Predicate<ArgumentEvidence> holds) {
    List<String> names = new ArrayList<>();
    together
        .syscalls()
        .forEach((key, seen) -> {
          Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
          for (int i = 0; syscall != null && i < seen.arguments().size(); i++) {
            if (i < syscall.arity()
                && Tuples.keeps(syscall, i)
                && holds.test(seen.arguments().get(i))) {
              names.add(syscall.name() + " " + syscall.arguments().get(i).name());
            }
          }
        });
    return names;
  }
}

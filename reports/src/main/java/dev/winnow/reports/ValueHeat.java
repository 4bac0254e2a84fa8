package dev.winnow.reports;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * In which runs the values of one syscall's arguments were seen, and how often.
 *
 * @param syscall its name; "" if no syscall has values with names
 * @param runs how many
 * @param rows a value each, the most common first
 */
public record ValueHeat(String syscall, int runs, List<Row> rows) {
  /** A value of an argument, and its events by run, in the order of the runs. */
  public record Row(String argument, String value, List<Long> events) {
    public Row {
      events = List.copyOf(events);
    }

    long inRuns() {
      return events.stream().filter(count -> count > 0).count();
    }
  }

  public ValueHeat {
    rows = List.copyOf(rows);
  }

  /**
   * Of a syscall; if its name is "", of the one with the most values that not all runs have.
   *
   * @throws IllegalArgumentException if no run made the call, or it has no such values
   */
  static ValueHeat of(Evidence whole, List<Run> runs, String wanted) {
    List<Row> best = List.of();
    String name = "";
    long most = -1;
    for (var entry : whole.syscalls().entrySet()) {
      SyscallKey key = entry.getKey();
      Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
      if (syscall != null && (wanted.isEmpty() || wanted.equals(syscall.name()))) {
        long worth = worth(syscall, entry.getValue(), runs.size());
        if (worth > most) {
          most = worth;
          best = rows(syscall, entry.getValue(), runs);
          name = best.isEmpty() ? "" : syscall.name();
        }
      }
    }
    if (best.isEmpty() && !wanted.isEmpty()) {
      throw new IllegalArgumentException(
          "no run shows a flag, enum, mode, signal or id of '" + wanted + "'");
    }
    return new ValueHeat(name, runs.size(), best);
  }

  /** Values that tell runs apart; programs that set all signals at once would hide the others. */
  private static long worth(Syscall syscall, SyscallEvidence seen, int runs) {
    long worth = -1;
    for (int i = 0; i < Math.min(syscall.arity(), seen.arguments().size()); i++) {
      Kind kind = syscall.arguments().get(i).kind();
      if (Saturation.named(kind) && !seen.arguments().get(i).values().exact().isEmpty()) {
        long partial =
            seen.arguments().get(i).values().exact().values().stream()
                .filter(value -> value.runs().size() < runs)
                .count();
        worth = Math.max(worth, 0) + (kind == Kind.SIGNAL ? 0 : partial);
      }
    }
    return worth;
  }

  private static List<Row> rows(Syscall syscall, SyscallEvidence seen, List<Run> runs) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(syscall.arity(), seen.arguments().size()); i++) {
      if (Saturation.named(syscall.arguments().get(i).kind())) {
        int argument = i;
        List<Row> own = new ArrayList<>();
        seen.arguments()
            .get(i)
            .values()
            .exact()
            .forEach((value, feature) ->
                own.add(
                    new Row(
                        syscall.arguments().get(argument).name(),
                        RuleText.value(syscall, argument, value),
                        runs.stream()
                            .map(run -> feature.runs().counts().getOrDefault(run.id(), 0L))
                            .toList())));
        own.sort(Comparator.comparingLong(Row::inRuns).reversed());
        rows.addAll(own);
      }
    }
    return rows;
  }
}

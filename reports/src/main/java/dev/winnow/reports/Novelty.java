package dev.winnow.reports;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The runs in an order, and in which of them something new of a syscall was seen last. Evidence is
 * a set, which has no order: runs are numbered by their labels (file names), where {@code v2} comes
 * before {@code v10}.
 *
 * @param runs in order; the first has number 1
 * @param last per syscall the number of the last run that brought it, or a value of an argument of
 *     it with a name, anew; none if it is in more runs than evidence tells apart
 */
public record Novelty(List<Run> runs, Map<SyscallKey, Integer> last) {
  public Novelty {
    runs = List.copyOf(runs);
    last = Map.copyOf(last);
  }

  static Novelty of(Evidence whole) {
    List<Run> runs = new ArrayList<>(whole.runs().values());
    runs.sort(Comparator.comparing(Run::label, NaturalOrder.COMPARATOR).thenComparing(Run::id));
    Map<String, Integer> numbers = new HashMap<>();
    runs.forEach(run -> numbers.put(run.id(), numbers.size() + 1));
    Map<SyscallKey, Integer> last = new HashMap<>();
    whole
        .syscalls()
        .forEach(
            (key, seen) -> last(key, seen, numbers).ifPresent(number -> last.put(key, number)));
    return new Novelty(runs, last);
  }

  private static OptionalInt last(
      SyscallKey key, SyscallEvidence seen, Map<String, Integer> numbers) {
    if (seen.seen().runs().over()) {
      return OptionalInt.empty();
    }
    int last = first(seen.seen(), numbers);
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    int arity = syscall == null ? 0 : Math.min(syscall.arity(), seen.arguments().size());
    for (int i = 0; i < arity && syscall != null; i++) {
      if (Saturation.named(syscall.arguments().get(i).kind())) {
        for (Feature value : seen.arguments().get(i).values().exact().values()) {
          last = Math.max(last, first(value, numbers));
        }
      }
    }
    return last == 0 ? OptionalInt.empty() : OptionalInt.of(last);
  }

  /** The number of the first run with a feature; 0 if no run is known. */
  private static int first(Feature feature, Map<String, Integer> numbers) {
    return feature.runs().counts().keySet().stream()
        .mapToInt(id -> numbers.getOrDefault(id, Integer.MAX_VALUE))
        .min()
        .orElse(0);
  }

  /** Of a syscall, if it is known. */
  OptionalInt of(SyscallCoverage row) {
    Integer number = last.get(new SyscallKey("", row.arch(), row.number()));
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}

package dev.winnow.reports.diff;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.Runs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a test between two recordings counts: runs, those of one group as one, without those that
 * are in both. Repeats of a scenario count each: what differs between repeats of one program is the
 * chance that a change of program has to stand out from.
 */
final class RunUnits {
  private final Map<String, String> units = new HashMap<>();

  RunUnits(Evidence evidence, Set<String> inBoth) {
    for (Run run : evidence.runs().values()) {
      if (!inBoth.contains(run.id())) {
        units.put(run.id(), run.group().isEmpty() ? "run " + run.id() : "group " + run.group());
      }
    }
  }

  /** How many there are. */
  int size() {
    return new HashSet<>(units.values()).size();
  }

  /** How many of them have a feature; empty if there are too many runs to be told apart. */
  OptionalInt with(Runs feature) {
    if (feature.over()) {
      return OptionalInt.empty();
    }
    Set<String> having = new HashSet<>();
    for (String id : feature.counts().keySet()) {
      String unit = units.get(id);
      if (unit != null) {
        having.add(unit);
      }
    }
    return OptionalInt.of(having.size());
  }
}

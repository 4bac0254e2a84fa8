package dev.winnow.traces;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Something that was seen: in which runs, how often, and in which runs after which markers.
 *
 * @param runs where it was seen
 * @param after per marker, the runs in which it was seen after that marker's first occurrence in
 *     the same process; their counts are 1
 */
public record Feature(Runs runs, SortedMap<Marker, Runs> after) {
  public static final Feature NONE = new Feature(Runs.NONE, Collections.emptySortedMap());

  public Feature {
    after = Collections.unmodifiableSortedMap(new TreeMap<>(after));
  }

  Feature join(Feature other, BinaryOperator<Long> sameRun) {
    if (other.runs.isEmpty()) {
      return this;
    }
    if (runs.isEmpty()) {
      return other;
    }
    return new Feature(runs.join(other.runs, sameRun), Joins.union(after, other.after, Runs::join));
  }

  Feature once() {
    return new Feature(runs.once(), after);
  }
}

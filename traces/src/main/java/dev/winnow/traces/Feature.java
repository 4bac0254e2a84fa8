package dev.winnow.traces;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
    after = Frozen.copyOf(after);
  }

  Feature join(Feature other, Join join) {
    if (other.runs.isEmpty()) {
      return this;
    }
    if (runs.isEmpty()) {
      return other;
    }
    return new Feature(join.runs(runs, other.runs), join.phases(after, other.after));
  }

  /** In the other runs. */
  Feature without(Set<String> ids) {
    TreeMap<Marker, Runs> others = new TreeMap<>();
    after.forEach((marker, in) -> {
      Runs left = in.without(ids);
      if (!left.isEmpty()) {
        others.put(marker, left);
      }
    });
    return new Feature(runs.without(ids), others);
  }

  /** In the same runs, whatever came before. */
  Feature withoutMarkers() {
    return after.isEmpty() ? this : new Feature(runs, Collections.emptySortedMap());
  }

  /** After the first occurrence of a marker; the runs' counts are 1. */
  Feature after(Marker marker) {
    return new Feature(after.getOrDefault(marker, Runs.NONE), after);
  }

  Feature once() {
    return new Feature(runs.once(), after);
  }
}

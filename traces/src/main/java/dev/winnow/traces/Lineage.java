package dev.winnow.traces;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Which roles a filter reaches: it binds the process that installs it, and all that this starts
 * from then on. Linear in the number of descents for each role.
 */
final class Lineage {
  private final SortedMap<Descent, Feature> descents;

  Lineage(SortedMap<Descent, Feature> descents) {
    this.descents = descents;
  }

  /** These roles, what they start, and so on. */
  Set<String> from(Set<String> roles) {
    Set<String> reached = new TreeSet<>(roles);
    Deque<String> next = new ArrayDeque<>(roles);
    while (!next.isEmpty()) {
      String parent = next.remove();
      for (Descent descent : descents.keySet()) {
        if (descent.parent().equals(parent) && reached.add(descent.child())) {
          next.add(descent.child());
        }
      }
    }
    return reached;
  }

  /** A role with the threads of its processes, which share its phases. */
  Set<String> crew(String role) {
    Set<String> crew = new TreeSet<>(Set.of(role));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Descent descent : descents.keySet()) {
        if (descent.step() == Descent.Step.THREAD && crew.contains(descent.parent())) {
          grown |= crew.add(descent.child());
        }
      }
    }
    return crew;
  }

  /** What processes of a crew started after their first call of a marker, and all from there. */
  Set<String> startedAfter(Set<String> crew, Marker marker) {
    Set<String> started = new TreeSet<>();
    for (Map.Entry<Descent, Feature> entry : descents.entrySet()) {
      Descent descent = entry.getKey();
      if (descent.step() != Descent.Step.THREAD
          && crew.contains(descent.parent())
          && entry.getValue().after().containsKey(marker)) {
        started.add(descent.child());
      }
    }
    return from(started);
  }
}

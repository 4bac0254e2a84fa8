package dev.winnow.traces;

import java.util.BitSet;

/** A feature while one run is read: its events, and the phases in which they came. */
final class FeatureCount {
  private long events;
  private int lastPhase = -1;
  private final BitSet phases = new BitSet();

  void add(int phase) {
    events++;
    if (phase != lastPhase) {
      lastPhase = phase;
      phases.set(phase);
    }
  }

  boolean isEmpty() {
    return events == 0;
  }

  Feature freeze(Phases all, String run) {
    return events == 0 ? Feature.NONE : new Feature(Runs.of(run, events), all.markers(phases, run));
  }
}

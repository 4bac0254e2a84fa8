package dev.winnow.traces;

import java.util.BitSet;

/** A feature while one run is read: its events, and the phases in which they came. */
final class FeatureCount {
  /** Where counts stop: far above what is real, and far below an overflow of their sums. */
  static final long MOST = 1L << 53;

  private long events;
  private int lastPhase = -1;
  private final BitSet phases = new BitSet();

  /** Adds {@code count} events, at most {@link SyscallEvent#MOST_OCCURRENCES}. */
  void add(long count, int phase) {
    events = Math.min(events + count, MOST);
    if (phase != lastPhase) {
      lastPhase = phase;
      phases.set(phase);
    }
  }

  boolean isEmpty() {
    return events == 0;
  }

  /** Where the events came; not to be changed. */
  BitSet phases() {
    return phases;
  }

  Feature freeze(Phases all, String run) {
    return events == 0 ? Feature.NONE : new Feature(Runs.of(run, events), all.markers(phases, run));
  }
}

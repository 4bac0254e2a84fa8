package dev.winnow.traces;

import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * The runs that have a feature, with how many of their events have it.
 *
 * <p>Up to {@value #FULL} runs the set is complete; beyond, the {@value #LEAST} smallest run ids
 * and a flag are kept. Both are functions of the set of (run, count) pairs, so joining is
 * associative, commutative and idempotent: the smallest ids of a union are among the smallest of
 * its parts, and a union is too large if a part is.
 *
 * @param counts run id to events, at least 1; all runs, or the smallest ids if {@code over}
 * @param over whether there are more than {@value #FULL} runs
 */
public record Runs(SortedMap<String, Long> counts, boolean over) {
  /** Full incidence up to here: the certified bound needs it. */
  public static final int FULL = 1024;

  /** What stays beyond: enough for leave-one-out and leave-two-out. */
  public static final int LEAST = 3;

  public static final Runs NONE = new Runs(Collections.emptySortedMap(), false);

  public Runs {
    counts = Frozen.copyOf(counts);
    if (over ? counts.size() != LEAST : counts.size() > FULL) {
      throw new IllegalArgumentException(
          counts.size() + " runs kept, over the limit: " + over + "; see Runs");
    }
  }

  /** One run with {@code events} events. */
  public static Runs of(String run, long events) {
    TreeMap<String, Long> counts = new TreeMap<>();
    counts.put(run, events);
    return new Runs(Frozen.of(counts), false);
  }

  /** The union. One run has one count; should two files disagree, the larger wins. */
  public Runs join(Runs other) {
    return join(other, Math::max);
  }

  Runs join(Runs other, BinaryOperator<Long> sameRun) {
    if (other.counts.isEmpty()) {
      return this;
    }
    if (counts.isEmpty()) {
      return other;
    }
    TreeMap<String, Long> union = new TreeMap<>(counts);
    Joins.add(union, other.counts, sameRun);
    boolean tooMany = over || other.over || union.size() > FULL;
    while (tooMany && union.size() > LEAST) {
      union.pollLastEntry();
    }
    return new Runs(Frozen.of(union), tooMany);
  }

  /**
   * All but these runs. Beyond {@value #FULL} runs nothing changes: what would take the place of a
   * small id is not known, and no few runs are alone then.
   */
  public Runs without(Set<String> ids) {
    if (over || Collections.disjoint(counts.keySet(), ids)) {
      return this;
    }
    TreeMap<String, Long> others = new TreeMap<>(counts);
    others.keySet().removeAll(ids);
    return new Runs(Frozen.of(others), false);
  }

  /** The same runs, each with one event: for facts of which only the runs matter. */
  Runs once() {
    TreeMap<String, Long> ones = new TreeMap<>(counts);
    ones.replaceAll((run, count) -> 1L);
    return new Runs(Frozen.of(ones), over);
  }

  public boolean isEmpty() {
    return counts.isEmpty();
  }

  /** The number of runs; a lower bound if {@link #over()}. */
  public int size() {
    return over ? FULL + 1 : counts.size();
  }

  /** Events in the runs that are kept. */
  public long events() {
    long sum = 0;
    for (long count : counts.values()) {
      sum += count;
    }
    return sum;
  }
}

package dev.winnow.traces;

import java.util.IdentityHashMap;
import java.util.SortedMap;
import java.util.function.BinaryOperator;

/**
 * How two pieces of evidence are joined. Features share the phases that they were seen in, so what
 * was joined once is not joined again: the result is shared as well. One join is for one thread.
 */
final class Join {
  private final BinaryOperator<Long> sameRun;
  private final Join once;
  private final Pairs<SortedMap<Marker, Runs>> phases = new Pairs<>();
  private final Pairs<Runs> runsInPhases = new Pairs<>();

  /**
   * What pairs were joined to. Found by identity: to compare them takes as long as to join them.
   */
  private static final class Pairs<T> {
    private final IdentityHashMap<T, IdentityHashMap<T, T>> joined = new IdentityHashMap<>();

    @SuppressWarnings("ReferenceEquality") // what is equal and not the same is joined, no more
    T join(T left, T right, BinaryOperator<T> join) {
      return left == right
          ? left
          : joined
              .computeIfAbsent(left, l -> new IdentityHashMap<>())
              .computeIfAbsent(right, r -> join.apply(left, r));
    }
  }

  private Join(BinaryOperator<Long> sameRun, boolean once) {
    this.sameRun = sameRun;
    this.once = once ? this : new Join(Math::max, true);
  }

  /** The counts of a run that both have are the same, or the larger one wins. */
  static Join larger() {
    return new Join(Math::max, true);
  }

  /** The counts of a run that both have are of different events. */
  static Join sum() {
    return new Join(Long::sum, false);
  }

  /** For facts of which only the runs matter, not how often. */
  Join once() {
    return once;
  }

  Runs runs(Runs left, Runs right) {
    return left.join(right, sameRun);
  }

  /** The markers of both, with the runs of both; the counts are 1. */
  SortedMap<Marker, Runs> phases(SortedMap<Marker, Runs> left, SortedMap<Marker, Runs> right) {
    return phases.join(left, right, this::markers);
  }

  private SortedMap<Marker, Runs> markers(
      SortedMap<Marker, Runs> left, SortedMap<Marker, Runs> right) {
    return Frozen.copyOf(Joins.union(left, right, (l, r) -> runsInPhases.join(l, r, Runs::join)));
  }
}

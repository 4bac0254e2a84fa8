package dev.winnow.learner.statistics;

import java.util.BitSet;
import java.util.List;

/**
 * The runs that the policy learned from all other runs would deny: those with a feature that no
 * other run has. Their share of all runs is the Good–Turing estimate (Biometrika 40, 1953) with the
 * run as the unit, an almost unbiased estimate of the next run's denial however the features of a
 * run hang together.
 */
public final class LeaveOneRunOut {
  private LeaveOneRunOut() {}

  /** K1, the number of runs with a feature of their own; O(total bits). */
  public static int denied(List<BitSet> runs) {
    BitSet seen = new BitSet();
    BitSet shared = new BitSet();
    for (BitSet run : runs) {
      BitSet again = (BitSet) run.clone();
      again.and(seen);
      shared.or(again);
      seen.or(run);
    }
    seen.andNot(shared);
    return (int) runs.stream().filter(seen::intersects).count();
  }
}

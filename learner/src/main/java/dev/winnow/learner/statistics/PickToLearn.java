package dev.winnow.learner.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which few of the runs would have taught the whole policy (Paccagnan, Campi and Garatti,
 * "Pick-to-Learn", NeurIPS 2023). From a policy that denies everything, and while some run is
 * denied, the run with the most denied features is picked and its features are allowed.
 *
 * <p>The picked runs give the same policy as all runs: at the end they allow every run, the least
 * policy that does is the one learned from all, and learning from fewer runs never gives more. So
 * {@link Bounds#pickToLearn} with k = the number picked bounds the risk of the policy from all.
 */
public final class PickToLearn {
  private PickToLearn() {}

  /**
   * The picked runs as indices into {@code runs}, in the order picked; O(total bits + k N) time and
   * O(total bits) space.
   *
   * @param runs the sets of features, in the string order of the runs' ids: of equally denied runs
   *     the first is picked
   */
  public static List<Integer> picks(List<BitSet> runs) {
    int[][] holders = holders(runs);
    int[] denied = runs.stream().mapToInt(BitSet::cardinality).toArray();
    BitSet allowed = new BitSet();
    List<Integer> picks = new ArrayList<>();
    for (int pick = most(denied); pick >= 0; pick = most(denied)) {
      picks.add(pick);
      BitSet added = (BitSet) runs.get(pick).clone();
      added.andNot(allowed);
      allowed.or(added);
      // Each feature is added once, so that all these loops together touch each bit once.
      added.stream().forEach(feature -> release(holders[feature], denied));
    }
    return List.copyOf(picks);
  }

  private static void release(int[] holders, int[] denied) {
    for (int run : holders) {
      denied[run]--;
    }
  }

  /** The first run with the most denied features, or -1 if none is denied. */
  private static int most(int[] denied) {
    int best = -1;
    for (int run = 0; run < denied.length; run++) {
      if (denied[run] > (best < 0 ? 0 : denied[best])) {
        best = run;
      }
    }
    return best;
  }

  /** Per feature, the runs that have it. */
  private static int[][] holders(List<BitSet> runs) {
    int features = runs.stream().mapToInt(BitSet::length).max().orElse(0);
    int[] counts = new int[features];
    for (BitSet run : runs) {
      run.stream().forEach(feature -> counts[feature]++);
    }
    int[][] holders = new int[features][];
    for (int feature = 0; feature < features; feature++) {
      holders[feature] = new int[counts[feature]];
    }
    for (int i = runs.size() - 1; i >= 0; i--) {
      int run = i;
      runs.get(i).stream().forEach(feature -> holders[feature][--counts[feature]] = run);
    }
    return holders;
  }
}

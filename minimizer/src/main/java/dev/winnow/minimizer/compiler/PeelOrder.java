package dev.winnow.minimizer.compiler;

import java.util.Arrays;

/**
 * For each interval of ranges the single values in it that {@link RangeSearch} tests by equality
 * before it cuts, the heaviest first; of equal ones the first.
 */
final class PeelOrder {
  /** How deep to peel freely; the time grows with it. */
  static final int PEELS = 16;

  private static final int NONE = -1;

  private final Ranges ranges;
  private final double[] weights;
  private final int count;
  private final int most;

  /** {@link #most} places per interval [i, j], at (i * count + j) * most. */
  private final int[] order;

  /**
   * @param singles how many of the ranges are single values
   */
  PeelOrder(Ranges ranges, double[] weights, int singles) {
    this.ranges = ranges;
    this.weights = weights;
    count = ranges.count();
    most = Math.min(PEELS, singles);
    order = new int[count * count * most];
    Arrays.fill(order, NONE);
  }

  /** How many are peeled from an interval at most. */
  int most() {
    return most;
  }

  /** The value of an interval that is peeled when h others are. */
  int at(int i, int j, int h) {
    return order[(i * count + j) * most + h];
  }

  /** How many of the first h lie before a range. */
  int before(int i, int j, int h, int range) {
    int before = 0;
    for (int p = 0; p < h; p++) {
      before += at(i, j, p) < range ? 1 : 0;
    }
    return before;
  }

  /** Marks the first h of an interval as peeled or not. */
  void mark(boolean[] peeled, int i, int j, int h, boolean on) {
    int at = (i * count + j) * most;
    for (int p = 0; p < h; p++) {
      peeled[order[at + p]] = on;
    }
  }

  /**
   * Ranks an interval's values: those of the interval one shorter, which must be ranked, and
   * perhaps its last. How many there are.
   */
  int rank(int i, int j) {
    int at = (i * count + j) * most;
    int ranked = 0;
    if (j > i) {
      int before = (i * count + j - 1) * most;
      while (ranked < most && order[before + ranked] >= 0) {
        order[at + ranked] = order[before + ranked];
        ranked++;
      }
    }
    if (!ranges.single(j)) {
      return ranked;
    }
    int place = ranked;
    while (place > 0 && weights[order[at + place - 1]] < weights[j]) {
      place--;
    }
    if (place == most) {
      return ranked;
    }
    int end = Math.min(ranked, most - 1);
    System.arraycopy(order, at + place, order, at + place + 1, end - place);
    order[at + place] = j;
    return Math.min(ranked + 1, most);
  }
}

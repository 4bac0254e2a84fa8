package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JGE_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import java.util.Arrays;

/**
 * The cheapest tree of JEQ, JGE and JSET that tells weighted ranges apart.
 *
 * <p>Before: 64 values of an ioctl, each compared in turn: 64 executed at worst, 32 on average.
 * After: frequent values first, then halves by weight: 7 on average, and one test for a range of
 * values.
 *
 * <p>Dynamic programming over intervals of ranges, as for optimal binary search trees, with
 * equality tests: a single value may be tested ("peeled") before its interval is cut, and then it
 * matters no more, so the ranges beside it can merge. Peeling goes by weight, at most {@link
 * #peels} deep in one interval; within that the tree is optimal among trees that cut, peel by
 * weight, and end in one JSET.
 */
final class RangeSearch {
  private static final int LEAF = -1;
  private static final int PEEL = -2;
  private static final int LAST_EQUAL = -3;
  private static final int MASK = -4;

  /** With more ranges than this, masks are tried only on intervals that nothing is peeled from. */
  private static final int MASKED_WHEN_PEELED = 80;

  /** A test of this cost, in executed instructions per event, is dear. */
  private static final double DEAR = 0.1;

  private final Ranges ranges;
  private final double[] weights;
  private final double perTest;
  private final int mask;
  private final int count;
  private final int peels;
  private final double[] costs;
  private final int[] choices;

  /** Per interval [i, j]: its single values that are peeled first, best first. */
  private final int[] order;

  // The state under examination: which ranges of its interval are peeled, and what is left.
  private final boolean[] peeled;
  private double weight;
  private int leftRanges;
  private int targets;
  private int targetA;
  private int targetB;
  private int rangesOfA;
  private int rangesOfB;
  private int lastOfA;
  private int lastOfB;

  /**
   * @param ranges at least one
   * @param weights how often each range is met
   * @param perTest what a test costs beside the weight that passes through it
   * @param mask the mask that the accumulator is under
   */
  RangeSearch(Ranges ranges, double[] weights, double perTest, int mask) {
    this.ranges = ranges;
    this.weights = weights;
    this.perTest = perTest;
    this.mask = mask;
    count = ranges.count();
    peels = peels(count, perTest);
    costs = new double[count * count * (peels + 1)];
    choices = new int[costs.length];
    order = new int[count * count * peels];
    peeled = new boolean[count];
    Arrays.fill(order, LEAF);
    search();
  }

  /**
   * How deep to peel: the time grows with it. If tests are dear, long chains of equalities pay;
   * else a few heavy values do.
   */
  private static int peels(int count, double perTest) {
    if (count <= 48) {
      return 16;
    }
    return perTest > DEAR ? 12 : 6;
  }

  /** What the tree costs: for each test the weight that passes through it and {@code perTest}. */
  double cost() {
    return costs[state(0, count - 1, 0)];
  }

  Tree tree() {
    return tree(0, count - 1, 0);
  }

  private int state(int i, int j, int h) {
    return (i * count + j) * (peels + 1) + h;
  }

  private void search() {
    for (int i = count - 1; i >= 0; i--) {
      for (int j = i; j < count; j++) {
        int singles = rank(i, j);
        for (int h = singles; h >= 0; h--) {
          peel(i, j, h, true);
          decide(i, j, h, singles);
          peel(i, j, h, false);
        }
      }
    }
  }

  private void peel(int i, int j, int h, boolean on) {
    int at = (i * count + j) * peels;
    for (int p = 0; p < h; p++) {
      peeled[order[at + p]] = on;
    }
  }

  /**
   * Ranks the interval's single values: those of the interval one shorter, and perhaps its last.
   */
  private int rank(int i, int j) {
    int at = (i * count + j) * peels;
    int ranked = 0;
    if (j > i) {
      int before = (i * count + j - 1) * peels;
      while (ranked < peels && order[before + ranked] >= 0) {
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
    if (place == peels) {
      return ranked;
    }
    int end = Math.min(ranked, peels - 1);
    System.arraycopy(order, at + place, order, at + place + 1, end - place);
    order[at + place] = j;
    return Math.min(ranked + 1, peels);
  }

  private void decide(int i, int j, int h, int singles) {
    survey(i, j);
    int state = state(i, j, h);
    if (targets <= 1) {
      choices[state] = LEAF;
      return;
    }
    double one = weight + perTest;
    costs[state] = one;
    if (targets == 2) {
      if (lonely() >= 0) {
        choices[state] = LAST_EQUAL;
        return;
      }
      boolean worthwhile = leftRanges > 2 && (h == 0 || count <= MASKED_WHEN_PEELED);
      if (worthwhile && separator(i, j) != 0) {
        choices[state] = MASK;
        return;
      }
    }
    double best = cheapestCut(i, j, h, state);
    if (h < singles && costs[state + 1] < best) {
      best = costs[state + 1];
      choices[state] = PEEL;
    }
    costs[state] = one + best;
  }

  /** Weight, ranges (neighbours of one target merged) and targets of what is not peeled. */
  private void survey(int i, int j) {
    weight = 0;
    leftRanges = 0;
    targets = 0;
    rangesOfA = 0;
    rangesOfB = 0;
    int previous = -1;
    for (int r = i; r <= j; r++) {
      if (peeled[r]) {
        continue;
      }
      weight += weights[r];
      int target = ranges.function(r);
      if (leftRanges == 0 || target != previous) {
        leftRanges++;
        previous = target;
      }
      meet(r, target);
    }
  }

  private void meet(int range, int target) {
    if (targets == 0) {
      targetA = target;
      targets = 1;
    } else if (target != targetA && targets == 1) {
      targetB = target;
      targets = 2;
    }
    if (target == targetA) {
      rangesOfA++;
      lastOfA = range;
    } else if (target == targetB) {
      rangesOfB++;
      lastOfB = range;
    } else {
      targets = 3;
    }
  }

  /** The only range of its target, of two, if it is a single value; else -1. */
  private int lonely() {
    if (rangesOfB == 1 && ranges.single(lastOfB)) {
      return lastOfB;
    }
    return rangesOfA == 1 && ranges.single(lastOfA) ? lastOfA : -1;
  }

  /**
   * The cheapest pair of parts; a cut goes before a range whose target differs from the last one's.
   */
  private double cheapestCut(int i, int j, int h, int state) {
    double best = Double.POSITIVE_INFINITY;
    int peeledLeft = 0;
    int previous = -1;
    for (int m = i; m <= j; m++) {
      if (peeled[m]) {
        peeledLeft++;
        continue;
      }
      if (previous >= 0 && ranges.function(m) != ranges.function(previous)) {
        double cost = costs[state(i, m - 1, peeledLeft)] + costs[state(m, j, h - peeledLeft)];
        if (cost < best) {
          best = cost;
          choices[state] = m;
        }
      }
      previous = m;
    }
    return best;
  }

  private int separator(int i, int j) {
    int hitsA = separator(i, j, targetA, targetB);
    return hitsA != 0 ? hitsA : separator(i, j, targetB, targetA);
  }

  /**
   * A mask that every value of {@code hit} has a bit of and no value of {@code miss}; 0 if none.
   */
  private int separator(int i, int j, int hit, int miss) {
    int missed = 0;
    for (int r = i; r <= j && missed != -1; r++) {
      if (!peeled[r] && ranges.function(r) == miss) {
        missed |= unionOf(ranges.first(r), ranges.last(r));
      }
    }
    int candidate = ~missed;
    for (int r = i; r <= j && candidate != 0; r++) {
      if (!peeled[r]
          && ranges.function(r) == hit
          && avoids(ranges.first(r), ranges.last(r), candidate)) {
        return 0;
      }
    }
    return candidate;
  }

  /** The bits that any value of a range has. */
  static int unionOf(int first, int last) {
    int differ = first ^ last;
    return differ == 0 ? first : first | ((Integer.highestOneBit(differ) << 1) - 1);
  }

  /** Whether some value of a range has no bit of a mask. */
  static boolean avoids(int first, int last, int mask) {
    int value = first;
    while ((value & mask) != 0) {
      int carried = (value | ((Integer.highestOneBit(value & mask) << 1) - 1)) + 1;
      if (Integer.compareUnsigned(carried, value) <= 0) {
        return false;
      }
      value = carried;
    }
    return Integer.compareUnsigned(value, last) <= 0;
  }

  private Tree tree(int i, int j, int h) {
    int choice = choices[state(i, j, h)];
    if (choice >= 0) {
      int peeledLeft = 0;
      int at = (i * count + j) * peels;
      for (int p = 0; p < h; p++) {
        peeledLeft += order[at + p] < choice ? 1 : 0;
      }
      Tree right = tree(choice, j, h - peeledLeft);
      return test(JGE_K, ranges.first(choice), right, tree(i, choice - 1, peeledLeft));
    }
    if (choice == PEEL) {
      int range = order[(i * count + j) * peels + h];
      return test(JEQ_K, ranges.first(range), leaf(ranges.function(range)), tree(i, j, h + 1));
    }
    peel(i, j, h, true);
    survey(i, j);
    Tree last = lastTest(i, j, choice);
    peel(i, j, h, false);
    return last;
  }

  private Tree lastTest(int i, int j, int choice) {
    if (choice == LEAF) {
      return leaf(targetA);
    }
    if (choice == LAST_EQUAL) {
      int range = lonely();
      int target = ranges.function(range);
      return test(
          JEQ_K, ranges.first(range), leaf(target), leaf(target == targetA ? targetB : targetA));
    }
    int hitsA = separator(i, j, targetA, targetB);
    return hitsA != 0
        ? test(JSET_K, hitsA, leaf(targetA), leaf(targetB))
        : test(JSET_K, separator(i, j, targetB, targetA), leaf(targetB), leaf(targetA));
  }

  private static Tree leaf(int function) {
    return new Tree.Leaf(function);
  }

  private Tree test(int code, int k, Tree yes, Tree no) {
    return new Tree.Test(mask, code, k, yes, no);
  }
}

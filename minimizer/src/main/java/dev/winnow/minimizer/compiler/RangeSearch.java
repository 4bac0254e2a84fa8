package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JGE_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import java.util.HashMap;
import java.util.Map;

/**
 * The cheapest tree of JEQ, JGE and JSET that tells weighted ranges apart.
 *
 * <p>Before: 64 values of an ioctl, each compared in turn: 64 executed at worst, 32 on average.
 * After: frequent values first, then halves by weight: 7 on average, and one test for a range of
 * values.
 *
 * <p>Dynamic programming over intervals of ranges, as for optimal binary search trees, with
 * equality tests: a single value may be tested ("peeled") before its interval is cut, and then it
 * matters no more, so the ranges beside it can merge. Peeling goes by weight, which loses nothing
 * where every single value has a function of its own (Anderson, Kannan, Karloff and Ladner 2002),
 * at most {@link PeelOrder#PEELS} deep in one interval and then only as a chain. Within that the
 * tree is optimal among trees that cut, peel, and test masks that decide.
 */
final class RangeSearch {
  private static final int LEAF = -1;
  private static final int PEEL = -2;
  private static final int LAST_EQUAL = -3;
  private static final int MASK = -4;
  private static final int CHAIN = -5;
  private static final int PEEL_MASK = -6;

  /** With more ranges than this, masks are tried only on intervals that nothing is peeled from. */
  private static final int MASKED_WHEN_PEELED = 80;

  /** Masks are peeled from intervals of so many ranges; each try is a search of its own. */
  private static final int MASK_PEELED = 14;

  private final Ranges ranges;
  private final double[] weights;
  private final double perTest;
  private final int mask;
  private final int nested;
  private final int count;
  private final int peels;
  private final double[] costs;
  private final int[] choices;

  private final PeelOrder order;

  /** All single values by weight. */
  private final int[] singles;

  private final Map<Integer, MaskPeel> maskPeels = new HashMap<>();

  private record MaskPeel(MaskTests.Peel peel, RangeSearch rest) {}

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
  private double bestCut;
  private int bestCutAt;

  /**
   * @param ranges at least one
   * @param weights how often each range is met
   * @param perTest what a test costs beside the weight that passes through it
   * @param mask the mask that the accumulator is under
   */
  RangeSearch(Ranges ranges, double[] weights, double perTest, int mask) {
    this(ranges, weights, perTest, mask, 2);
  }

  /** As above; masks are peeled so often on one way. */
  private RangeSearch(Ranges ranges, double[] weights, double perTest, int mask, int nested) {
    this.ranges = ranges;
    this.weights = weights;
    this.perTest = perTest;
    this.mask = mask;
    this.nested = nested;
    count = ranges.count();
    singles = ranges.singlesByWeight(weights);
    order = new PeelOrder(ranges, weights, singles.length);
    peels = order.most();
    costs = new double[count * count * (peels + 1)];
    choices = new int[costs.length];
    peeled = new boolean[count];
    search();
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
        int ranked = order.rank(i, j);
        for (int h = ranked; h >= 0; h--) {
          order.mark(peeled, i, j, h, true);
          decide(i, j, h, ranked);
          order.mark(peeled, i, j, h, false);
        }
      }
    }
  }

  private void decide(int i, int j, int h, int ranked) {
    survey(i, j, h);
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
    double best = bestCut;
    choices[state] = bestCutAt;
    if (h < ranked && costs[state + 1] < best) {
      best = costs[state + 1];
      choices[state] = PEEL;
    }
    if (h == peels && ranked == peels) {
      double chain = chain(i, j);
      if (chain < one + best) {
        best = chain - one;
        choices[state] = CHAIN;
      }
    }
    costs[state] = one + best;
    if (h == 0 && nested > 0 && leftRanges > 3 && leftRanges <= MASK_PEELED) {
      peelMask(i, j, state);
    }
  }

  /**
   * Weight, ranges (neighbours of one target merged) and targets of what is not peeled, and the
   * cheapest cut; a cut goes before a range whose target differs from the last one's.
   */
  private void survey(int i, int j, int h) {
    weight = 0;
    leftRanges = 0;
    targets = 0;
    rangesOfA = 0;
    rangesOfB = 0;
    bestCut = Double.POSITIVE_INFINITY;
    bestCutAt = LEAF;
    int peeledLeft = 0;
    int previous = -1;
    for (int r = i; r <= j; r++) {
      if (peeled[r]) {
        peeledLeft++;
        continue;
      }
      weight += weights[r];
      int target = ranges.function(r);
      if (leftRanges == 0) {
        leftRanges = 1;
      } else if (target != previous) {
        leftRanges++;
        double cut = costs[state(i, r - 1, peeledLeft)] + costs[state(r, j, h - peeledLeft)];
        if (cut < bestCut) {
          bestCut = cut;
          bestCutAt = r;
        }
      }
      previous = target;
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

  /** What it costs to test all that is left, value by value; infinite if ranges are left. */
  private double chain(int i, int j) {
    int rest = chainEnd(i, j);
    if (rest == LEAF) {
      return Double.POSITIVE_INFINITY;
    }
    double cost = 0;
    double passing = weight;
    for (int r : singles) {
      if (r >= i && r <= j && !peeled[r] && ranges.function(r) != rest) {
        cost += passing + perTest;
        passing -= weights[r];
      }
    }
    return cost;
  }

  /** The function that is left at the end of a chain: that of all ranges, else the commonest. */
  private int chainEnd(int i, int j) {
    int end = LEAF;
    for (int r = i; r <= j; r++) {
      if (!peeled[r] && !ranges.single(r)) {
        if (end != LEAF && end != ranges.function(r)) {
          return LEAF;
        }
        end = ranges.function(r);
      }
    }
    return end != LEAF ? end : rangesOfA > rangesOfB ? targetA : targetB;
  }

  private void peelMask(int i, int j, int state) {
    Ranges.Weighted interval = ranges.slice(i, j + 1, weights);
    int[] tried = new int[leftRanges];
    int count = 0;
    for (int r = i; r <= j; r++) {
      int function = ranges.function(r);
      boolean known = false;
      for (int t = 0; t < count; t++) {
        known |= tried[t] == function;
      }
      if (!known) {
        tried[count] = function;
        count++;
        MaskTests.Peel peel = MaskTests.peel(interval.ranges(), interval.weights(), function);
        if (peel != null) {
          consider(peel, state, interval);
        }
      }
    }
  }

  private void consider(MaskTests.Peel peel, int state, Ranges.Weighted interval) {
    double total = perTest;
    for (double w : interval.weights()) {
      total += w;
    }
    Ranges.Weighted rest = peel.rest();
    RangeSearch search = new RangeSearch(rest.ranges(), rest.weights(), perTest, mask, nested - 1);
    double cost = total + search.cost();
    if (cost < costs[state] - 1e-12) {
      costs[state] = cost;
      choices[state] = PEEL_MASK;
      maskPeels.put(state, new MaskPeel(peel, search));
    }
  }

  private int separator(int i, int j) {
    int hitsA = MaskTests.separator(ranges, i, j, peeled, targetA, targetB);
    return hitsA != 0 ? hitsA : MaskTests.separator(ranges, i, j, peeled, targetB, targetA);
  }

  private Tree tree(int i, int j, int h) {
    int state = state(i, j, h);
    int choice = choices[state];
    if (choice >= 0) {
      int peeledLeft = order.before(i, j, h, choice);
      Tree right = tree(choice, j, h - peeledLeft);
      return test(JGE_K, ranges.first(choice), right, tree(i, choice - 1, peeledLeft));
    }
    if (choice == PEEL) {
      int range = order.at(i, j, h);
      return test(JEQ_K, ranges.first(range), leaf(ranges.function(range)), tree(i, j, h + 1));
    }
    MaskPeel found = maskPeels.get(state);
    if (choice == PEEL_MASK && found != null) {
      Tree yes = leaf(found.peel.function());
      return test(JSET_K, found.peel.mask(), yes, found.rest.tree());
    }
    order.mark(peeled, i, j, h, true);
    survey(i, j, h);
    Tree last = choice == CHAIN ? chainTree(i, j) : lastTest(i, j, choice);
    order.mark(peeled, i, j, h, false);
    return last;
  }

  private Tree chainTree(int i, int j) {
    int rest = chainEnd(i, j);
    Tree tree = leaf(rest);
    for (int s = singles.length - 1; s >= 0; s--) {
      int r = singles[s];
      if (r >= i && r <= j && !peeled[r] && ranges.function(r) != rest) {
        tree = test(JEQ_K, ranges.first(r), leaf(ranges.function(r)), tree);
      }
    }
    return tree;
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
    int hitsA = MaskTests.separator(ranges, i, j, peeled, targetA, targetB);
    return hitsA != 0
        ? test(JSET_K, hitsA, leaf(targetA), leaf(targetB))
        : test(
            JSET_K,
            MaskTests.separator(ranges, i, j, peeled, targetB, targetA),
            leaf(targetB),
            leaf(targetA));
  }

  private static Tree leaf(int function) {
    return new Tree.Leaf(function);
  }

  private Tree test(int code, int k, Tree yes, Tree no) {
    return new Tree.Test(mask, code, k, yes, no);
  }
}

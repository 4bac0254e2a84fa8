package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Opcode;

/**
 * Trees for any number of ranges: those that {@link RangeSearch} cannot take at once are cut into
 * halves of equal weight first.
 *
 * <p>Before: the search over 1,000 ranges takes a minute. After: a second, and the tree executes a
 * fraction of an instruction more, since near the root halves by weight are nearly optimal.
 */
final class RangeSplit {
  /**
   * So many ranges are searched at once. Too low: more of the tree is cut by halves. Too high: the
   * search takes the cube of it, here about 50 ms.
   */
  private static final int SEARCHED = 260;

  /** So many when the effort is spent. */
  private static final int SEARCHED_WHEN_SPENT = 24;

  /** If there are more, they are cut into pieces of this size, whose search takes a millisecond. */
  private static final int PIECE = 80;

  /** A single value with at least this share of all weight is compared before anything else. */
  private static final double HEAVY = 0.3;

  private final double perTest;
  private final int mask;
  private final Effort effort;

  /**
   * What was found.
   *
   * @param tree the tree
   * @param executed the tests that it executes, by weight
   * @param tests how many it has
   */
  record Split(Tree tree, double executed, int tests) {}

  private RangeSplit(double perTest, int mask, Effort effort) {
    this.perTest = perTest;
    this.mask = mask;
    this.effort = effort;
  }

  /** The tree for weighted ranges, as {@link RangeSearch#RangeSearch} takes them. */
  static Split of(Ranges ranges, double[] weights, double perTest, int mask, Effort effort) {
    return new RangeSplit(perTest, mask, effort).of(ranges, weights, SEARCHED);
  }

  private Split of(Ranges ranges, double[] weights, int most) {
    int searched = effort.spent() ? SEARCHED_WHEN_SPENT : most;
    if (ranges.count() <= searched) {
      long count = ranges.count();
      effort.spend(count * count * (count + 50) / 10);
      RangeSearch search = new RangeSearch(ranges, weights, perTest, mask);
      return cheaper(ranges, weights, search.tree(), search.cost());
    }
    double total = 0;
    int heaviest = 0;
    for (int r = 0; r < weights.length; r++) {
      total += weights[r];
      if (ranges.single(r) && (weights[r] > weights[heaviest] || !ranges.single(heaviest))) {
        heaviest = r;
      }
    }
    boolean heavy = ranges.single(heaviest) && weights[heaviest] >= HEAVY * total;
    return heavy ? peel(ranges, weights, heaviest, total) : cut(ranges, weights, total);
  }

  /** The tree that was found, or for a few ranges the exact one, if it is cheaper. */
  private Split cheaper(Ranges ranges, double[] weights, Tree found, double cost) {
    if (ranges.count() <= ExactSearch.MAX_RANGES) {
      ExactSearch all = new ExactSearch(ranges, weights, perTest, mask);
      if (all.cost() < cost - 1e-12) {
        return split(all.tree(), all.cost());
      }
    }
    return split(found, cost);
  }

  private Split split(Tree tree, double cost) {
    int tests = tests(tree);
    return new Split(tree, cost - perTest * tests, tests);
  }

  private Split peel(Ranges ranges, double[] weights, int range, double total) {
    Ranges.Weighted rest = ranges.without(range, weights);
    Split no = of(rest.ranges(), rest.weights(), PIECE);
    Tree yes = new Tree.Leaf(ranges.function(range));
    Tree tree = new Tree.Test(mask, Opcode.JEQ_K, ranges.first(range), yes, no.tree);
    return new Split(tree, total + no.executed, 1 + no.tests);
  }

  private Split cut(Ranges ranges, double[] weights, double total) {
    double half = (total + perTest * weights.length) / 2;
    double passed = 0;
    int middle = 0;
    while (middle < weights.length - 1 && (middle == 0 || passed < half)) {
      passed += weights[middle] + perTest;
      middle++;
    }
    Ranges.Weighted below = ranges.slice(0, middle, weights);
    Ranges.Weighted above = ranges.slice(middle, weights.length, weights);
    Split no = of(below.ranges(), below.weights(), PIECE);
    Split yes = of(above.ranges(), above.weights(), PIECE);
    Tree tree = new Tree.Test(mask, Opcode.JGE_K, ranges.first(middle), yes.tree, no.tree);
    return new Split(tree, total + no.executed + yes.executed, 1 + no.tests + yes.tests);
  }

  /** How many tests a tree has. */
  static int tests(Tree tree) {
    return switch (tree) {
      case Tree.Leaf leaf -> 0;
      case Tree.Test test -> 1 + tests(test.yes()) + tests(test.no());
    };
  }
}

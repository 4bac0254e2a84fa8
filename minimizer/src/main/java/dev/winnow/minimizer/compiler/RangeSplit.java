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
   * search takes the cube of it, here about 20 ms.
   */
  private static final int SEARCHED = 180;

  /** If there are more, they are cut into pieces of this size, whose search takes a millisecond. */
  private static final int PIECE = 80;

  /** A single value with at least this share of all weight is compared before anything else. */
  private static final double HEAVY = 0.3;

  private final double perTest;
  private final int mask;

  /**
   * What was found.
   *
   * @param tree the tree
   * @param executed the tests that it executes, by weight
   * @param tests how many it has
   */
  record Split(Tree tree, double executed, int tests) {}

  private RangeSplit(double perTest, int mask) {
    this.perTest = perTest;
    this.mask = mask;
  }

  /** The tree for weighted ranges, as {@link RangeSearch#RangeSearch} takes them. */
  static Split of(Ranges ranges, double[] weights, double perTest, int mask) {
    return new RangeSplit(perTest, mask).of(ranges, weights, SEARCHED);
  }

  private Split of(Ranges ranges, double[] weights, int searched) {
    if (ranges.count() <= searched) {
      RangeSearch search = new RangeSearch(ranges, weights, perTest, mask);
      Tree tree = search.tree();
      int tests = tests(tree);
      return new Split(tree, search.cost() - perTest * tests, tests);
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

  private static int tests(Tree tree) {
    return switch (tree) {
      case Tree.Leaf leaf -> 0;
      case Tree.Test test -> 1 + tests(test.yes()) + tests(test.no());
    };
  }
}

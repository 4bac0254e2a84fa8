package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JGE_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import java.util.HashMap;
import java.util.Map;

/**
 * The cheapest of all trees of JEQ and JGE for a few ranges, and of those JSET that keep every
 * range whole.
 *
 * <p>Dynamic programming over the sets of ranges that can still occur. A JEQ takes one out, a JGE
 * divides them at a bound, a JSET takes those out that have a bit of a mask; every way is tried for
 * every set, so that no tree of JEQ and JGE is cheaper: a test that divides no range's values
 * cannot be told from one of these, and one that does divide a range is worth no less moved to the
 * range's end. Sets times ranges.
 */
final class ExactSearch {
  /** More would be 2^ranges sets. */
  static final int MAX_RANGES = 9;

  private final Ranges ranges;
  private final double[] weights;
  private final double perTest;
  private final int mask;
  private final Map<Integer, Best> known = new HashMap<>();

  /** The best test of a set: what goes to its "yes" side. */
  private record Best(double cost, int code, int k, int yes) {}

  ExactSearch(Ranges ranges, double[] weights, double perTest, int mask) {
    this.ranges = ranges;
    this.weights = weights.clone();
    this.perTest = perTest;
    this.mask = mask;
  }

  double cost() {
    return best(all()).cost;
  }

  Tree tree() {
    return tree(all());
  }

  private int all() {
    return (1 << ranges.count()) - 1;
  }

  private Tree tree(int set) {
    Best best = best(set);
    if (best.code == 0) {
      return new Tree.Leaf(ranges.function(Integer.numberOfTrailingZeros(set)));
    }
    return new Tree.Test(mask, best.code, best.k, tree(best.yes), tree(set & ~best.yes));
  }

  private Best best(int set) {
    Best done = known.get(set);
    if (done == null) {
      done = constant(set) ? new Best(0, 0, 0, 0) : search(set);
      known.put(set, done);
    }
    return done;
  }

  private boolean constant(int set) {
    int first = Integer.numberOfTrailingZeros(set);
    for (int r = first + 1; r < ranges.count(); r++) {
      if (has(set, r) && ranges.function(r) != ranges.function(first)) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(int set, int range) {
    return (set & 1 << range) != 0;
  }

  private Best search(int set) {
    double one = perTest;
    for (int r = 0; r < ranges.count(); r++) {
      one += has(set, r) ? weights[r] : 0;
    }
    Best best = new Best(Double.POSITIVE_INFINITY, 0, 0, 0);
    for (int r = 0; r < ranges.count(); r++) {
      if (has(set, r)) {
        if (ranges.single(r)) {
          best = better(best, set, JEQ_K, ranges.first(r), 1 << r, one);
        }
        best = better(best, set, JGE_K, ranges.first(r), set & -(1 << r), one);
        best = masked(best, set, ranges.function(r), one);
      }
    }
    return best;
  }

  private Best better(Best best, int set, int code, int k, int yes, double one) {
    if (yes == set || yes == 0) {
      return best;
    }
    double cost = one + best(yes).cost;
    if (cost >= best.cost - 1e-12) {
      return best;
    }
    cost += best(set & ~yes).cost;
    return cost < best.cost - 1e-12 ? new Best(cost, code, k, yes) : best;
  }

  /** By the bits that only values of one function have, if no range has both sorts of values. */
  private Best masked(Best best, int set, int function, double one) {
    int missed = 0;
    int all = 0;
    for (int r = 0; r < ranges.count(); r++) {
      if (has(set, r)) {
        int union = MaskTests.unionOf(ranges.first(r), ranges.last(r));
        all |= union;
        missed |= ranges.function(r) == function ? 0 : union;
      }
    }
    int bits = all & ~missed;
    int yes = 0;
    for (int r = 0; bits != 0 && r < ranges.count(); r++) {
      if (has(set, r) && ranges.function(r) == function) {
        boolean avoided = MaskTests.avoids(ranges.first(r), ranges.last(r), bits);
        if (avoided && MaskTests.hits(ranges.first(r), ranges.last(r), bits)) {
          return best;
        }
        yes |= avoided ? 0 : 1 << r;
      }
    }
    return better(best, set, JSET_K, bits | ~all, yes, one);
  }
}

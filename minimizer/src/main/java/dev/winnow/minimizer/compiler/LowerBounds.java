package dev.winnow.minimizer.compiler;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * What no tree of JEQ and JGE can go below, for ranges of one word's values. A JSET may: one tells
 * any number of values apart.
 */
final class LowerBounds {
  private LowerBounds() {}

  /**
   * The least number of tests.
   *
   * <p>A tree that peels the single values P by equality, and cuts what is left between the runs of
   * one function that it then has, needs at least |P| + runs - 1 tests: a cut makes one interval
   * two, and each run ends in an interval of its own. The sum is least along a shortest path over
   * the ranges, where a range is peeled for 1 or kept for 1 if the kept one before it has another
   * function. Takes ranges times functions.
   */
  static int tests(Ranges ranges) {
    Map<Integer, Integer> least = new HashMap<>();
    int overall = 0;
    for (int r = 0; r < ranges.count(); r++) {
      int function = ranges.function(r);
      int before = Math.min(overall + 1, least.getOrDefault(function, Integer.MAX_VALUE));
      int kept = r == 0 ? 0 : before;
      if (!ranges.single(r)) {
        least.clear();
      } else {
        least.replaceAll((f, cost) -> cost + 1);
        overall++;
        if (r == 0) {
          overall = 0;
        }
      }
      least.merge(function, kept, Math::min);
      overall = Math.min(ranges.single(r) && r > 0 ? overall : Integer.MAX_VALUE, kept);
      for (int cost : least.values()) {
        overall = Math.min(overall, cost);
      }
    }
    return overall;
  }

  /**
   * The least weighted number of tests: that of the best prefix code (Huffman 1952) for what the
   * leaves can hold. A leaf holds values of one function, and none from both sides of a range of
   * another function that cannot be peeled, for being more than one value. Takes n log n.
   */
  static double executed(Ranges ranges, double[] weights) {
    return huffman(groups(ranges, weights).values());
  }

  /** The same for all trees, whatever they test: a leaf holds values of one function. */
  static double functions(Ranges ranges, double[] weights) {
    Map<Integer, Double> byFunction = new TreeMap<>();
    for (int r = 0; r < ranges.count(); r++) {
      byFunction.merge(ranges.function(r), weights[r], Double::sum);
    }
    return huffman(byFunction.values());
  }

  private static double huffman(Collection<Double> weights) {
    PriorityQueue<Double> queue = new PriorityQueue<>(weights);
    double executed = 0;
    while (queue.size() > 1) {
      double both = queue.remove() + queue.remove();
      executed += both;
      queue.add(both);
    }
    return executed;
  }

  private record Group(int function, int walls) {}

  private static Map<Group, Double> groups(Ranges ranges, double[] weights) {
    Map<Group, Double> groups = new HashMap<>();
    Map<Integer, Integer> own = new HashMap<>();
    int walls = 0;
    for (int r = 0; r < ranges.count(); r++) {
      int function = ranges.function(r);
      int others = walls - own.getOrDefault(function, 0);
      groups.merge(new Group(function, others), weights[r], Double::sum);
      if (!ranges.single(r)) {
        walls++;
        own.merge(function, 1, Integer::sum);
      }
    }
    return groups;
  }
}

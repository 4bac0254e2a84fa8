package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RangeSearchTest {
  /** Ranges of one to three values from 0 on, with targets of which neighbours differ. */
  private static Ranges ranges(RandomGenerator random, int count, int targets) {
    int[] first = new int[count];
    int[] last = new int[count];
    int[] function = new int[count];
    int next = 0;
    for (int r = 0; r < count; r++) {
      first[r] = next;
      last[r] = next + (random.nextBoolean() ? 0 : random.nextInt(3));
      next = last[r] + 1;
      int other = random.nextInt(targets - 1);
      function[r] = r > 0 && other >= function[r - 1] ? other + 1 : other;
    }
    return new Ranges(first, last, function);
  }

  private static double[] weights(RandomGenerator random, int count) {
    double[] weights = new double[count];
    for (int r = 0; r < count; r++) {
      weights[r] = random.nextInt(4) == 0 ? 10 * random.nextDouble() : random.nextDouble();
    }
    return weights;
  }

  private static int decide(Tree tree, int value) {
    return switch (tree) {
      case Tree.Leaf(int function) -> function;
      case Tree.Test test -> decide(test.holds(value) ? test.yes() : test.no(), value);
    };
  }

  @Test
  void treesDecideEveryValue() {
    for (long seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      int count = seed % 10 == 0 ? 400 : 1 + random.nextInt(30);
      Ranges ranges = ranges(random, count, 2 + random.nextInt(3));
      double[] weights = weights(random, count);
      if (seed % 20 == 0) {
        weights[count / 2] = 1000;
      }
      RangeSplit.Split split = RangeSplit.of(ranges, weights, 0.1, Tree.WHOLE, new Effort());
      for (int r = 0; r < count; r++) {
        for (int value = ranges.first(r); value <= ranges.last(r); value++) {
          assertEquals(ranges.function(r), decide(split.tree(), value), "seed " + seed);
        }
      }
    }
  }

  @Test
  void costIsWhatTheTreeExecutes() {
    for (long seed = 0; seed < 100; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Ranges ranges = ranges(random, 2 + random.nextInt(20), 3);
      double[] weights = weights(random, ranges.count());
      RangeSplit.Split split = RangeSplit.of(ranges, weights, 0.5, Tree.WHOLE, new Effort());
      double executed = 0;
      for (int r = 0; r < ranges.count(); r++) {
        executed += weights[r] * depth(split.tree(), ranges.first(r), ranges.last(r));
      }
      assertEquals(executed, split.executed(), 1e-9, "seed " + seed);
    }
  }

  /** Of a range that a mask divides the slower part counts. */
  private static int depth(Tree tree, int first, int last) {
    int depth = 0;
    for (int value = first; value <= last; value++) {
      depth = Math.max(depth, depth(tree, value));
    }
    return depth;
  }

  private static int depth(Tree tree, int value) {
    return switch (tree) {
      case Tree.Leaf leaf -> 0;
      case Tree.Test test -> 1 + depth(test.holds(value) ? test.yes() : test.no(), value);
    };
  }

  /** Against all trees of JEQ and JGE over the same values, by exhaustion. */
  @Test
  void noTreeOfComparisonsIsBetterThanTheExactOne() {
    for (long seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Ranges ranges = ranges(random, 2 + random.nextInt(6), 2 + random.nextInt(3));
      double[] weights = weights(random, ranges.count());
      double perTest = random.nextInt(3) * 0.5;
      double exhaustive = exhaustive(ranges, weights, perTest);
      RangeSplit.Split split = RangeSplit.of(ranges, weights, perTest, Tree.WHOLE, new Effort());
      double cost = split.executed() + perTest * split.tests();
      assertTrue(cost <= exhaustive + 1e-9, "seed " + seed + ": " + cost + ", " + exhaustive);
    }
  }

  /** The search for more ranges, on few: within 1 in 1000 of the best on average. */
  @Test
  void theBoundedSearchIsNearlyAsGood() {
    double found = 0;
    double best = 0;
    for (long seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Ranges ranges = ranges(random, 2 + random.nextInt(6), 2 + random.nextInt(3));
      double[] weights = weights(random, ranges.count());
      double perTest = random.nextInt(3) * 0.5;
      double cost = new RangeSearch(ranges, weights, perTest, Tree.WHOLE).cost();
      double exhaustive = exhaustive(ranges, weights, perTest);
      assertTrue(cost < exhaustive * 1.1, "seed " + seed + ": " + cost + ", best " + exhaustive);
      found += cost;
      best += exhaustive;
    }
    assertTrue(found < best * 1.001, found + " instead of " + best);
  }

  @Test
  void theBoundsHoldAndTheOneOnTestsIsMet() {
    for (long seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Ranges ranges = ranges(random, 1 + random.nextInt(7), 2 + random.nextInt(3));
      double[] weights = weights(random, ranges.count());
      double least = exhaustive(ranges, new double[ranges.count()], 1);
      assertEquals(least, LowerBounds.tests(ranges), 1e-9, "seed " + seed);
      double executed = exhaustive(ranges, weights, 0);
      double bound = LowerBounds.executed(ranges, weights);
      assertTrue(bound <= executed + 1e-9, "seed " + seed + ": " + bound + " > " + executed);
      assertTrue(LowerBounds.functions(ranges, weights) <= bound + 1e-9, "seed " + seed);
    }
  }

  /** Sixty-four values of equal weight: shortest as a chain, fastest as a tree. */
  @Test
  void lengthAndSpeedAreWeighed() {
    int[] first = new int[129];
    int[] last = new int[129];
    int[] function = new int[129];
    double[] weights = new double[129];
    for (int r = 0; r < 129; r++) {
      first[r] = r == 0 ? 0 : r % 2 == 0 ? last[r - 1] + 1 : 1000 * r;
      last[r] = r % 2 == 0 ? 1000 * (r + 1) - 1 : first[r];
      function[r] = r % 2;
      weights[r] = function[r];
    }
    Ranges ranges = new Ranges(first, last, function);
    assertEquals(64, LowerBounds.tests(ranges));
    assertEquals(64, RangeSplit.of(ranges, weights, 1e4, Tree.WHOLE, new Effort()).tests());
    RangeSplit.Split fast = RangeSplit.of(ranges, weights, 0, Tree.WHOLE, new Effort());
    double mean = fast.executed() / 64;
    assertTrue(mean < 7.5, mean + " tests per value");
  }

  private static double exhaustive(Ranges ranges, double[] weights, double perTest) {
    List<Integer> all = new ArrayList<>();
    for (int r = 0; r < ranges.count(); r++) {
      all.add(r);
    }
    return exhaustive(ranges, weights, perTest, all, new HashMap<>());
  }

  private static double exhaustive(
      Ranges ranges,
      double[] weights,
      double perTest,
      List<Integer> left,
      Map<List<Integer>, Double> known) {
    if (left.stream().map(ranges::function).distinct().count() <= 1) {
      return 0;
    }
    Double done = known.get(left);
    if (done != null) {
      return done;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < left.size(); i++) {
      List<Integer> below = left.subList(0, i);
      List<Integer> above = left.subList(i, left.size());
      if (i > 0) {
        double parts =
            exhaustive(ranges, weights, perTest, List.copyOf(below), known)
                + exhaustive(ranges, weights, perTest, List.copyOf(above), known);
        best = Math.min(best, parts);
      }
      if (ranges.single(left.get(i))) {
        List<Integer> rest = new ArrayList<>(below);
        rest.addAll(left.subList(i + 1, left.size()));
        best = Math.min(best, exhaustive(ranges, weights, perTest, rest, known));
      }
    }
    double cost = best + perTest + left.stream().mapToDouble(r -> weights[r]).sum();
    known.put(left, cost);
    return cost;
  }

  @Test
  void bitTricks() {
    assertEquals(0, MaskTests.unionOf(0, 0));
    assertEquals(7, MaskTests.unionOf(3, 4));
    assertEquals(0xffffffff, MaskTests.unionOf(0x7fffffff, 0x80000000));
    assertEquals(0b110_1111, MaskTests.unionOf(0b110_0101, 0b110_1000));
    assertTrue(MaskTests.avoids(5, 8, 5));
    assertEquals(false, MaskTests.avoids(5, 7, 5));
    assertEquals(false, MaskTests.avoids(0xfffffff0, 0xffffffff, 0x10));
    for (int first = 0; first < 40; first++) {
      for (int last = first; last < 40; last++) {
        for (int mask = 0; mask < 40; mask++) {
          boolean avoids = false;
          boolean hits = false;
          for (int value = first; value <= last; value++) {
            avoids |= (value & mask) == 0;
            hits |= (value & mask) != 0;
          }
          assertEquals(avoids, MaskTests.avoids(first, last, mask));
          assertEquals(hits, MaskTests.hits(first, last, mask));
        }
      }
    }
  }
}

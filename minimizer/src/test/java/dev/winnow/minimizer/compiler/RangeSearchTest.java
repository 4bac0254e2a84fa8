package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Opcode;
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
      case Tree.Test(int mask, int code, int k, Tree yes, Tree no) -> {
        int a = value & mask;
        boolean holds =
            code == Opcode.JEQ_K
                ? a == k
                : code == Opcode.JGE_K ? Integer.compareUnsigned(a, k) >= 0 : (a & k) != 0;
        yield decide(holds ? yes : no, value);
      }
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
      RangeSplit.Split split = RangeSplit.of(ranges, weights, 0.1, Tree.WHOLE);
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
      RangeSplit.Split split = RangeSplit.of(ranges, weights, 0.5, Tree.WHOLE);
      double executed = 0;
      for (int r = 0; r < ranges.count(); r++) {
        executed += weights[r] * depth(split.tree(), ranges.first(r));
      }
      assertEquals(executed, split.executed(), 1e-9, "seed " + seed);
    }
  }

  private static int depth(Tree tree, int value) {
    return switch (tree) {
      case Tree.Leaf leaf -> 0;
      case Tree.Test test -> {
        boolean holds =
            decide(new Tree.Test(test.mask(), test.code(), test.k(), YES, NO), value) == 1;
        yield 1 + depth(holds ? test.yes() : test.no(), value);
      }
    };
  }

  private static final Tree YES = new Tree.Leaf(1);
  private static final Tree NO = new Tree.Leaf(0);

  /** Against all trees of JEQ and JGE over the same values, by exhaustion. */
  @Test
  void isAsGoodAsExhaustiveSearch() {
    double found = 0;
    double best = 0;
    for (long seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Ranges ranges = ranges(random, 2 + random.nextInt(6), 2 + random.nextInt(3));
      double[] weights = weights(random, ranges.count());
      double perTest = random.nextInt(3) * 0.5;
      double cost = new RangeSearch(ranges, weights, perTest, Tree.WHOLE).cost();
      List<Integer> all = new ArrayList<>();
      for (int r = 0; r < ranges.count(); r++) {
        all.add(r);
      }
      double exhaustive = exhaustive(ranges, weights, perTest, all, new HashMap<>());
      assertTrue(cost < exhaustive * 1.1, "seed " + seed + ": " + cost + ", best " + exhaustive);
      found += cost;
      best += exhaustive;
    }
    assertTrue(found < best * 1.001, found + " instead of " + best);
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
    assertEquals(0, RangeSearch.unionOf(0, 0));
    assertEquals(7, RangeSearch.unionOf(3, 4));
    assertEquals(0xffffffff, RangeSearch.unionOf(0x7fffffff, 0x80000000));
    assertEquals(0b110_1111, RangeSearch.unionOf(0b110_0101, 0b110_1000));
    assertTrue(RangeSearch.avoids(5, 8, 5));
    assertEquals(false, RangeSearch.avoids(5, 7, 5));
    assertEquals(false, RangeSearch.avoids(0xfffffff0, 0xffffffff, 0x10));
    for (int first = 0; first < 40; first++) {
      for (int last = first; last < 40; last++) {
        for (int mask = 0; mask < 40; mask++) {
          boolean avoids = false;
          for (int value = first; value <= last; value++) {
            avoids |= (value & mask) == 0;
          }
          assertEquals(avoids, RangeSearch.avoids(first, last, mask));
        }
      }
    }
  }
}

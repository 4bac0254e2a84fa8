package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trees of comparisons, each searched once: ranges that differ only in what their functions are
 * called have the same tree.
 *
 * <p>Before: the 64 values of an ioctl are searched once with the upper half tested before and once
 * with it tested after. After: once.
 */
final class Comparisons {
  private final Map<Question, RangeSplit.Split> known = new HashMap<>();
  private final double perTest;
  private final Effort effort;

  Comparisons(double perTest, Effort effort) {
    this.perTest = perTest;
    this.effort = effort;
  }

  /** Functions by the order in which they first occur. */
  private record Question(Ranges ranges, List<Double> weights, int mask) {}

  /** As {@link RangeSplit#of}. */
  RangeSplit.Split best(Ranges ranges, double[] weights, int mask) {
    List<Integer> functions = new ArrayList<>();
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] numbered = new int[ranges.count()];
    for (int r = 0; r < ranges.count(); r++) {
      int function = ranges.function(r);
      Integer number = numbers.putIfAbsent(function, functions.size());
      if (number == null) {
        numbered[r] = functions.size();
        functions.add(function);
      } else {
        numbered[r] = number;
      }
    }
    Question question =
        new Question(ranges.leadingTo(numbered), Arrays.stream(weights).boxed().toList(), mask);
    RangeSplit.Split split = known.get(question);
    if (split == null) {
      split = RangeSplit.of(question.ranges, weights, perTest, mask, effort);
      known.put(question, split);
    }
    return new RangeSplit.Split(named(split.tree(), functions), split.executed(), split.tests());
  }

  private static Tree named(Tree tree, List<Integer> functions) {
    return switch (tree) {
      case Tree.Leaf(int number) -> new Tree.Leaf(functions.get(number));
      case Tree.Test test ->
          new Tree.Test(
              test.mask(),
              test.code(),
              test.k(),
              named(test.yes(), functions),
              named(test.no(), functions));
    };
  }
}

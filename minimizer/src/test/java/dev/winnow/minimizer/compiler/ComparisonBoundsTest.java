package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ComparisonBoundsTest {
  /** The last stands for all values above the others. */
  private static final int VALUES = 9;

  /** Several functions of one word: no set of tests is smaller, by exhaustion. */
  @Test
  void noSmallerSetOfTestsTellsApartWhatSeveralFunctionsDo() {
    for (long seed = 0; seed < 60; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      List<int[]> functions = new ArrayList<>();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        functions.add(random.ints(VALUES, 0, 2 + random.nextInt(2)).toArray());
      }
      List<Ranges> ranges = functions.stream().map(ComparisonBoundsTest::ranges).toList();
      assertEquals(
          least(functions), LowerBounds.tests(ComparisonBounds.joint(ranges)), "seed " + seed);
    }
  }

  private static Ranges ranges(int[] function) {
    List<Integer> starts = new ArrayList<>();
    for (int value = 0; value < VALUES; value++) {
      if (value == 0 || function[value] != function[value - 1]) {
        starts.add(value);
      }
    }
    int[] first = starts.stream().mapToInt(Integer::intValue).toArray();
    int[] last = new int[first.length];
    int[] leading = new int[first.length];
    for (int r = 0; r < first.length; r++) {
      last[r] = r + 1 < first.length ? first[r + 1] - 1 : -1;
      leading[r] = function[first[r]];
    }
    return new Ranges(first, last, leading);
  }

  /** Over all sets of JEQ with a value and JGE with a value. */
  private static int least(List<int[]> functions) {
    int least = Integer.MAX_VALUE;
    for (int equal = 0; equal < 1 << (VALUES - 1); equal++) {
      for (int cuts = 0; cuts < 1 << VALUES; cuts += 2) {
        int size = Integer.bitCount(equal) + Integer.bitCount(cuts);
        if (size < least && tellApart(equal, cuts, functions)) {
          least = size;
        }
      }
    }
    return least;
  }

  private static boolean tellApart(int equal, int cuts, List<int[]> functions) {
    int before = -1; // the value before in the same interval that no JEQ names
    for (int value = 0; value < VALUES; value++) {
      before = (cuts & 1 << value) != 0 ? -1 : before;
      if ((equal & 1 << value) == 0) {
        for (int[] function : functions) {
          if (before >= 0 && function[before] != function[value]) {
            return false;
          }
        }
        before = value;
      }
    }
    return true;
  }
}

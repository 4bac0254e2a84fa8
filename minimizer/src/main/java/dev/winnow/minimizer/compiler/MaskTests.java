package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one JSET can tell about ranges of values. */
final class MaskTests {
  private MaskTests() {}

  /** The bits that any value of a range has. */
  static int unionOf(int first, int last) {
    int differ = first ^ last;
    return differ == 0 ? first : first | ((Integer.highestOneBit(differ) << 1) - 1);
  }

  /** Whether some value of a range has no bit of a mask. */
  static boolean avoids(int first, int last, int mask) {
    long value = firstWithout(first, mask);
    return value >= 0 && value <= Integer.toUnsignedLong(last);
  }

  /** Whether some value of a range has a bit of a mask. */
  static boolean hits(int first, int last, int mask) {
    return (unionOf(first, last) & mask) != 0;
  }

  /** The least value from {@code first} on that has no bit of a mask; -1 if there is none. */
  private static long firstWithout(int first, int mask) {
    int value = first;
    while ((value & mask) != 0) {
      int carried = (value | ((Integer.highestOneBit(value & mask) << 1) - 1)) + 1;
      if (Integer.compareUnsigned(carried, value) <= 0) {
        return -1;
      }
      value = carried;
    }
    return Integer.toUnsignedLong(value);
  }

  /** The greatest value up to {@code last} that has no bit of a mask; 0 has none. */
  private static int lastWithout(int last, int mask) {
    int high = Integer.highestOneBit(last & mask);
    return high == 0 ? last : ((last & -high & ~high) | (high - 1)) & ~mask;
  }

  /**
   * A mask that every value of {@code hit} has a bit of and no value of {@code miss}; 0 if none.
   *
   * @param first the first range that counts
   * @param last the last one
   * @param without ranges that do not count
   */
  static int separator(Ranges ranges, int first, int last, boolean[] without, int hit, int miss) {
    int missed = 0;
    for (int r = first; r <= last && missed != -1; r++) {
      if (!without[r] && ranges.function(r) == miss) {
        missed |= unionOf(ranges.first(r), ranges.last(r));
      }
    }
    int candidate = ~missed;
    for (int r = first; r <= last && candidate != 0; r++) {
      if (!without[r]
          && ranges.function(r) == hit
          && avoids(ranges.first(r), ranges.last(r), candidate)) {
        return 0;
      }
    }
    return candidate;
  }

  /**
   * What is left when one JSET has told that some bit of a mask is set.
   *
   * @param mask the bits
   * @param function what all values with such a bit lead to
   * @param rest the others, fewer ranges
   */
  record Peel(int mask, int function, Ranges.Weighted rest) {}

  /**
   * The ranges without all values that one JSET tells to lead to a function: the mask is that of
   * all bits that no value of another function has. Null if that leaves no fewer ranges.
   *
   * <p>Before: 0x92, 0x98, 0x9d and 0xb0 denied among 0x80 to 0x8f allowed, a comparison each.
   * After: one {@code jset 0x70}. A range of which a part is left keeps its whole weight, so that
   * the cost is an upper bound.
   */
  static @Nullable Peel peel(Ranges ranges, double[] weights, int function) {
    int missed = 0;
    int all = 0;
    for (int r = 0; r < ranges.count() && missed != -1; r++) {
      int union = unionOf(ranges.first(r), ranges.last(r));
      all |= union;
      missed |= ranges.function(r) == function ? 0 : union;
    }
    int mask = all & ~missed;
    if (mask == 0) {
      return null;
    }
    List<int[]> kept = new ArrayList<>();
    double[] left = new double[ranges.count()];
    for (int r = 0; r < ranges.count(); r++) {
      long first = firstWithout(ranges.first(r), mask);
      if (first < 0 || first > Integer.toUnsignedLong(ranges.last(r))) {
        continue;
      }
      int last = lastWithout(ranges.last(r), mask);
      int before = kept.size() - 1;
      if (before >= 0 && kept.get(before)[2] == ranges.function(r)) {
        kept.get(before)[1] = last;
        left[before] += weights[r];
      } else {
        left[kept.size()] = weights[r];
        kept.add(new int[] {(int) first, last, ranges.function(r)});
      }
    }
    if (kept.size() == ranges.count()) {
      return null;
    }
    Ranges rest =
        new Ranges(
            kept.stream().mapToInt(range -> range[0]).toArray(),
            kept.stream().mapToInt(range -> range[1]).toArray(),
            kept.stream().mapToInt(range -> range[2]).toArray());
    return new Peel(mask | ~all, function, rest.slice(0, kept.size(), left));
  }
}

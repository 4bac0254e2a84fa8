package dev.winnow.learner.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Many tests at once: p-values adjusted so that, of those at most {@code q}, the expected share of
 * false ones is at most {@code q} (Benjamini and Hochberg, JRSS B 57, 1995). Valid for independent
 * tests and for those that go up and down together (Benjamini and Yekutieli, Ann. Stat. 29, 2001),
 * as the features of one changed code path do.
 */
public final class FalseDiscovery {
  private FalseDiscovery() {}

  /** The adjusted p-values, in the same order; O(n log n). */
  public static double[] adjust(double[] p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[p.length];
    Arrays.fill(adjusted, 1);
    double least = 1;
    for (int rank = p.length; rank > 0; rank--) {
      int test = order[rank - 1];
      least = Math.min(least, p[test] * p.length / rank);
      adjusted[test] = least;
    }
    return adjusted;
  }
}

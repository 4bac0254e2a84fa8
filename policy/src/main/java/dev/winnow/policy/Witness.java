package dev.winnow.policy;

import java.util.List;

/** Finds the first event on which two diagrams differ. */
final class Witness {
  private Witness() {}

  /**
   * Different handles are different functions, so below every pair of different nodes there is a
   * difference: one walk down finds it, taking 0 wherever the pair there still differs.
   */
  static Diagram.Difference difference(Diagram diagram, int left, int right) {
    int[] words = new int[16];
    int a = left;
    int b = right;
    while (!diagram.isLeaf(a) || !diagram.isLeaf(b)) {
      int variable = Math.min(diagram.variableOf(a), diagram.variableOf(b));
      boolean testsA = diagram.variableOf(a) == variable;
      boolean testsB = diagram.variableOf(b) == variable;
      int lowA = testsA ? diagram.low(a) : a;
      int lowB = testsB ? diagram.low(b) : b;
      if (lowA != lowB) {
        a = lowA;
        b = lowB;
      } else {
        a = testsA ? diagram.high(a) : a;
        b = testsB ? diagram.high(b) : b;
        words[Diagram.wordOf(variable)] |= 1 << (31 - (variable & 31));
      }
    }
    return new Diagram.Difference(event(words), diagram.leafValue(a), diagram.leafValue(b));
  }

  private static SeccompData event(int[] words) {
    List<Long> args =
        List.of(
            twoWords(words, 4),
            twoWords(words, 6),
            twoWords(words, 8),
            twoWords(words, 10),
            twoWords(words, 12),
            twoWords(words, 14));
    return new SeccompData(words[Diagram.NR], words[Diagram.ARCH], twoWords(words, 2), args);
  }

  private static long twoWords(int[] words, int low) {
    return Integer.toUnsignedLong(words[low]) | (long) words[low + 1] << 32;
  }
}

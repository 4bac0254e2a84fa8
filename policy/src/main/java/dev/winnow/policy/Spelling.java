package dev.winnow.policy;

import org.jspecify.annotations.Nullable;

/** Finds what a misspelt word was meant to be. */
final class Spelling {
  /** Longer words are not typing errors, and comparing them costs time. */
  private static final int LONGEST = 40;

  private Spelling() {}

  /** The nearest candidate, the first of equals in the alphabet; null if none is near. */
  static @Nullable String nearest(String word, Iterable<String> candidates) {
    if (word.length() > LONGEST) {
      return null;
    }
    String best = null;
    int least = 1 + Math.min(3, 1 + word.length() / 4);
    for (String candidate : candidates) {
      if (Math.abs(word.length() - candidate.length()) > least) {
        continue;
      }
      int distance = distance(word, candidate);
      if (distance < least
          || (distance == least && best != null && candidate.compareTo(best) < 0)) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + same, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}

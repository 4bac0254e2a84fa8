package dev.winnow.reports;

import java.util.Comparator;

/** Names as people sort them: {@code v2} before {@code v10}. A total order. */
final class NaturalOrder {
  static final Comparator<String> COMPARATOR =
      ((Comparator<String>) NaturalOrder::compare).thenComparing(Comparator.naturalOrder());

  private NaturalOrder() {}

  private static int compare(String left, String right) {
    int i = 0;
    int j = 0;
    while (i < left.length() && j < right.length()) {
      int endLeft = digits(left, i);
      int endRight = digits(right, j);
      int difference =
          endLeft > i && endRight > j
              ? numbers(left.substring(i, endLeft), right.substring(j, endRight))
              : Character.compare(left.charAt(i), right.charAt(j));
      if (difference != 0) {
        return difference;
      }
      i = Math.max(endLeft, i + 1);
      j = Math.max(endRight, j + 1);
    }
    return Integer.compare(left.length() - i, right.length() - j);
  }

  private static int digits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }

  /** Of any length: a number with more digits is larger. */
  private static int numbers(String left, String right) {
    String a = left.replaceFirst("^0+", "");
    String b = right.replaceFirst("^0+", "");
    return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
  }
}

package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Unsigned 32-bit values.
 *
 * @param low the first
 * @param high the last, at most 2^32 - 1
 */
record Span(long low, long high) implements Comparable<Span> {
  private static final Comparator<Span> ORDER =
      Comparator.comparingLong(Span::low).thenComparingLong(Span::high);

  Span {
    if (low < 0 || low > high || high > 0xffffffffL) {
      throw new IllegalArgumentException("no range of words: 0x%x..0x%x".formatted(low, high));
    }
  }

  @Override
  public int compareTo(Span other) {
    return ORDER.compare(this, other);
  }

  /** The same values in ascending spans that do not touch, without those above {@code most}. */
  static List<Span> normal(List<Span> spans, long most) {
    List<Span> result = new ArrayList<>();
    for (Span span : spans.stream().sorted().toList()) {
      if (span.low > most) {
        break;
      }
      long high = Math.min(span.high, most);
      if (!result.isEmpty() && result.getLast().high >= span.low - 1) {
        Span before = result.removeLast();
        result.add(new Span(before.low, Math.max(before.high, high)));
      } else {
        result.add(new Span(span.low, high));
      }
    }
    return result;
  }

  /** What normal spans leave out of {@code 0..most}. */
  static List<Span> complement(List<Span> normal, long most) {
    List<Span> result = new ArrayList<>();
    long next = 0;
    for (Span span : normal) {
      if (span.low > next) {
        result.add(new Span(next, span.low - 1));
      }
      next = span.high + 1;
    }
    if (next <= most) {
      result.add(new Span(next, most));
    }
    return result;
  }

  @Override
  public String toString() {
    return low == high ? "0x%x".formatted(low) : "0x%x..0x%x".formatted(low, high);
  }
}

package dev.winnow.minimizer.certificate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code word & mask in spans}.
 *
 * @param word of {@code struct seccomp_data}, 0 to 15; see {@link Words}
 * @param mask the bits that count
 * @param spans normal, neither none nor all of what the mask lets through
 */
record WordTest(int word, int mask, List<Span> spans) implements Formula {
  /** By word, mask and spans; total. */
  static final Comparator<WordTest> ORDER =
      Comparator.comparingInt(WordTest::word)
          .thenComparing(WordTest::mask, Integer::compareUnsigned)
          .thenComparing(WordTest::spans, WordTest::compare);

  /** It holds for all values of the cube. */
  static final int YES = -1;

  /** It holds for none. */
  static final int NO = -2;

  public WordTest {
    spans = List.copyOf(spans);
  }

  /** The test, or the constant that it is. */
  static Formula of(int word, int mask, List<Span> spans) {
    long most = Integer.toUnsignedLong(mask);
    List<Span> normal = Span.normal(spans, most);
    if (normal.isEmpty()) {
      return FALSE;
    }
    boolean everything = normal.size() == 1 && normal.getFirst().equals(new Span(0, most));
    return everything ? TRUE : new WordTest(word, mask, normal);
  }

  /** {@link #YES}, {@link #NO}, or the highest bit that is not known and counts. */
  int decide(Cube cube) {
    int fixed = cube.value() & mask;
    int free = mask & ~cube.known();
    long least = Integer.toUnsignedLong(fixed);
    long most = Integer.toUnsignedLong(fixed | free);
    boolean possible = false;
    for (Span span : spans) {
      if (span.low() <= least && most <= span.high()) {
        return YES;
      }
      if (span.low() > most) {
        break;
      }
      // A single value is none of the cube's if it differs in a known bit.
      possible |=
          span.high() >= least
              && (span.low() < span.high() || (((int) span.low() ^ fixed) & ~free) == 0);
    }
    return possible ? 31 - Integer.numberOfLeadingZeros(free) : NO;
  }

  Formula restrict(Cube cube) {
    return switch (decide(cube)) {
      case YES -> TRUE;
      case NO -> FALSE;
      default -> this;
    };
  }

  boolean sameBits(WordTest other) {
    return word == other.word && mask == other.mask;
  }

  Formula complement() {
    return of(word, mask, Span.complement(spans, Integer.toUnsignedLong(mask)));
  }

  Formula or(WordTest other) {
    List<Span> both = new ArrayList<>(spans);
    both.addAll(other.spans);
    return of(word, mask, both);
  }

  Formula and(WordTest other) {
    List<Span> common = new ArrayList<>();
    for (Span a : spans) {
      for (Span b : other.spans) {
        long low = Math.max(a.low(), b.low());
        long high = Math.min(a.high(), b.high());
        if (low <= high) {
          common.add(new Span(low, high));
        }
      }
    }
    return of(word, mask, common);
  }

  private static int compare(List<Span> left, List<Span> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int bySpan = left.get(i).compareTo(right.get(i));
      if (bySpan != 0) {
        return bySpan;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  @Override
  public String toString() {
    String masked = mask == -1 ? "" : " & 0x%x".formatted(mask);
    String values = spans.stream().map(Span::toString).collect(Collectors.joining(", "));
    return Words.name(word) + masked + " in {" + values + "}";
  }
}

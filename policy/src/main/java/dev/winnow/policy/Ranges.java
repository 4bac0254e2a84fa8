package dev.winnow.policy;

/**
 * Diagrams of unsigned ranges. A field is the run of variables that ends at {@code last}, the
 * field's bit 0: its bit b is the variable {@code last - b}, for a word and, since the high half of
 * an argument comes right before the low half, for an argument too.
 */
final class Ranges {
  private Ranges() {}

  /** The events whose {@code field & mask} lies in {@code low..high}. */
  static int of(Diagram diagram, int last, long mask, long low, long high)
      throws DiagramLimitException {
    if (low == high) {
      return equal(diagram, last, mask, low);
    }
    return Long.compareUnsigned(low, high) > 0
        ? Diagram.FALSE
        : diagram.and(atLeast(diagram, last, mask, low), atMost(diagram, last, mask, high));
  }

  private static int equal(Diagram diagram, int last, long mask, long value)
      throws DiagramLimitException {
    int result = (value & ~mask) == 0 ? Diagram.TRUE : Diagram.FALSE;
    for (int bit = 0; bit < 64; bit++) {
      if ((mask >>> bit & 1) != 0) {
        boolean one = (value >>> bit & 1) != 0;
        result =
            diagram.node(last - bit, one ? Diagram.FALSE : result, one ? result : Diagram.FALSE);
      }
    }
    return result;
  }

  // Both chains grow from bit 0 upwards: what is built so far compares the lower bits, and counts
  // only while the bits above are equal. A bit outside of the mask is 0.

  private static int atLeast(Diagram diagram, int last, long mask, long bound)
      throws DiagramLimitException {
    int result = Diagram.TRUE;
    for (int bit = 0; bit < 64; bit++) {
      boolean one = (bound >>> bit & 1) != 0;
      if ((mask >>> bit & 1) != 0) {
        result =
            one
                ? diagram.node(last - bit, Diagram.FALSE, result)
                : diagram.node(last - bit, result, Diagram.TRUE);
      } else if (one) {
        result = Diagram.FALSE;
      }
    }
    return result;
  }

  private static int atMost(Diagram diagram, int last, long mask, long bound)
      throws DiagramLimitException {
    int result = Diagram.TRUE;
    for (int bit = 0; bit < 64; bit++) {
      boolean one = (bound >>> bit & 1) != 0;
      if ((mask >>> bit & 1) != 0) {
        result =
            one
                ? diagram.node(last - bit, Diagram.TRUE, result)
                : diagram.node(last - bit, result, Diagram.FALSE);
      } else if (one) {
        result = Diagram.TRUE;
      }
    }
    return result;
  }

  /** A piecewise constant function of a word; see {@link Diagram#dispatch}. */
  static int dispatch(Diagram diagram, int last, int[] starts, int[] parts)
      throws DiagramLimitException {
    if (starts.length == 0 || starts.length != parts.length || starts[0] != 0) {
      throw new IllegalArgumentException("a dispatch needs parts from 0 on");
    }
    for (int i = 1; i < starts.length; i++) {
      if (Integer.compareUnsigned(starts[i - 1], starts[i]) >= 0) {
        throw new IllegalArgumentException("starts are not ascending");
      }
    }
    return half(diagram, last, starts, parts, 0, starts.length, 0, 31);
  }

  /** The parts {@code from..to-1} on the values that share the bits of {@code base} above bit. */
  private static int half(
      Diagram diagram, int last, int[] starts, int[] parts, int from, int to, int base, int bit)
      throws DiagramLimitException {
    if (to - from == 1) {
      return parts[from];
    }
    int middle = base | 1 << bit;
    int split = from + 1;
    while (split < to && Integer.compareUnsigned(starts[split], middle) < 0) {
      split++;
    }
    // The part that reaches across the middle belongs to both halves.
    int upper = split < to && starts[split] == middle ? split : split - 1;
    int low = half(diagram, last, starts, parts, from, split, base, bit - 1);
    int high = half(diagram, last, starts, parts, upper, to, middle, bit - 1);
    return diagram.node(last - bit, low, high);
  }
}

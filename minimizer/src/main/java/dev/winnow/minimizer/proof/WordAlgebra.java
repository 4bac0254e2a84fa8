package dev.winnow.minimizer.proof;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.Arrays;

/**
 * 32-bit arithmetic on vectors of boolean diagrams, bit 0 first. Exact, modulo 2^32. The cost of
 * and, or, xor, sums and shifts is small for the masks and offsets that filters use; products and
 * quotients of two unknowns outgrow any limit.
 */
final class WordAlgebra {
  private static final int BITS = 32;

  private final Diagram diagram;

  WordAlgebra(Diagram diagram) {
    this.diagram = diagram;
  }

  int[] constant(int value) {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = (value >>> i & 1) == 0 ? Diagram.FALSE : Diagram.TRUE;
    }
    return bits;
  }

  /** A word of struct seccomp_data. */
  int[] load(int word) throws DiagramLimitException {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.bit(word, i);
    }
    return bits;
  }

  int[] and(int[] a, int[] b) throws DiagramLimitException {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.and(a[i], b[i]);
    }
    return bits;
  }

  int[] or(int[] a, int[] b) throws DiagramLimitException {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.or(a[i], b[i]);
    }
    return bits;
  }

  int[] xor(int[] a, int[] b) throws DiagramLimitException {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.xor(a[i], b[i]);
    }
    return bits;
  }

  private int[] not(int[] a) throws DiagramLimitException {
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.not(a[i]);
    }
    return bits;
  }

  int[] add(int[] a, int[] b) throws DiagramLimitException {
    return sum(a, b, Diagram.FALSE);
  }

  /** a + ~b + 1. */
  int[] subtract(int[] a, int[] b) throws DiagramLimitException {
    return sum(a, not(b), Diagram.TRUE);
  }

  /** Ripple carry. */
  private int[] sum(int[] a, int[] b, int carryIn) throws DiagramLimitException {
    int[] bits = new int[BITS];
    int carry = carryIn;
    for (int i = 0; i < BITS; i++) {
      int differ = diagram.xor(a[i], b[i]);
      bits[i] = diagram.xor(differ, carry);
      carry = diagram.ite(differ, carry, a[i]);
    }
    return bits;
  }

  /** Shift and add. */
  int[] multiply(int[] a, int[] b) throws DiagramLimitException {
    int[] product = constant(0);
    for (int i = 0; i < BITS; i++) {
      if (b[i] != Diagram.FALSE) {
        product = choose(b[i], add(product, shifted(a, i)), product);
      }
    }
    return product;
  }

  /** Restoring division; all ones where b is zero, which the kernel never lets anybody see. */
  int[] divide(int[] a, int[] b) throws DiagramLimitException {
    int[] quotient = constant(0);
    int[] rest = constant(0);
    for (int i = BITS - 1; i >= 0; i--) {
      int overflow = rest[BITS - 1];
      rest = shifted(rest, 1);
      rest[0] = a[i];
      quotient[i] = diagram.or(overflow, atLeast(rest, b));
      rest = choose(quotient[i], subtract(rest, b), rest);
    }
    return quotient;
  }

  /** By the low five bits of the amount, as the kernel and the processor do. */
  int[] shiftLeft(int[] a, int[] amount) throws DiagramLimitException {
    int[] bits = a;
    for (int i = 0; i < 5; i++) {
      bits = choose(amount[i], shifted(bits, 1 << i), bits);
    }
    return bits;
  }

  /** As {@link #shiftLeft}. */
  int[] shiftRight(int[] a, int[] amount) throws DiagramLimitException {
    int[] bits = a;
    for (int i = 0; i < 5; i++) {
      bits = choose(amount[i], shifted(bits, -(1 << i)), bits);
    }
    return bits;
  }

  /** To the left by a constant, to the right if it is negative. */
  private static int[] shifted(int[] a, int by) {
    int[] bits = new int[BITS];
    Arrays.fill(bits, Diagram.FALSE);
    for (int i = 0; i < BITS; i++) {
      if (i - by >= 0 && i - by < BITS) {
        bits[i] = a[i - by];
      }
    }
    return bits;
  }

  private int[] choose(int condition, int[] then, int[] otherwise) throws DiagramLimitException {
    if (condition == Diagram.TRUE) {
      return then;
    }
    int[] bits = new int[BITS];
    for (int i = 0; i < BITS; i++) {
      bits[i] = diagram.ite(condition, then[i], otherwise[i]);
    }
    return bits;
  }

  int equal(int[] a, int[] b) throws DiagramLimitException {
    return isZero(xor(a, b));
  }

  int isZero(int[] a) throws DiagramLimitException {
    int any = Diagram.FALSE;
    for (int bit : a) {
      any = diagram.or(any, bit);
    }
    return diagram.not(any);
  }

  /** Unsigned a >= b, decided by the highest bit in which they differ. */
  int atLeast(int[] a, int[] b) throws DiagramLimitException {
    int result = Diagram.TRUE;
    for (int i = 0; i < BITS; i++) {
      result = diagram.ite(diagram.xor(a[i], b[i]), a[i], result);
    }
    return result;
  }
}

package dev.winnow.minimizer.certificate;

/**
 * The values of a 32-bit word that have certain bits.
 *
 * @param known the bits that are known
 * @param value what they are; other bits are 0
 */
record Cube(int known, int value) {
  /** All values. */
  static final Cube ANY = new Cube(0, 0);

  Cube {
    if ((value & ~known) != 0) {
      throw new IllegalArgumentException("0x%x has bits beyond 0x%x".formatted(value, known));
    }
  }

  /** Those of the values whose bit is set, or clear. */
  Cube with(int bit, boolean set) {
    return new Cube(known | 1 << bit, set ? value | 1 << bit : value);
  }
}

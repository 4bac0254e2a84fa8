package dev.winnow.minimizer.compiler;

/**
 * How much a compilation has searched, in steps and not in seconds, so that the same policy always
 * gives the same program. When it is spent, every search takes the first way that it knows.
 */
final class Effort {
  /**
   * Too low: large policies get programs that are longer than needed. Too high: a condition without
   * a small program takes long to fail. Some hundred nanoseconds each; policies of 400 rules take
   * five million.
   */
  private static final long STEPS = 12_000_000;

  private long left = STEPS;

  void spend(long steps) {
    left -= steps;
  }

  boolean spent() {
    return left < 0;
  }

  /** Whether less than a fifth is spent. */
  boolean fresh() {
    return left > STEPS - STEPS / 5;
  }
}

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

  /**
   * Steps that pulling words to the front may take in all. Too low: words of large functions are
   * tested in the diagram's order. Too high: conditions over several arguments, hundreds of them,
   * take minutes, and as many nodes of the diagram as steps. Policies of 400 rules take 40,000.
   */
  private static final long PULLING = 1_000_000;

  /** And of one word: more is pulled for a function that has no small program either way. */
  private static final long ONE_PULL = PULLING / 4;

  private long left = STEPS;
  private long pulling = PULLING;
  private boolean refused;

  void spend(long steps) {
    left -= steps;
  }

  boolean spent() {
    return left < 0;
  }

  /** How far down {@link #pull} may go for one word. */
  long pullingLimit() {
    return Math.max(0, pulling - ONE_PULL);
  }

  /** Takes steps of pulling a word; false if that would go below the limit. */
  boolean pull(long steps, long limit) {
    if (pulling - steps < limit) {
      refused = true;
      return false;
    }
    pulling -= steps;
    return true;
  }

  /** Whether something was not searched because of all this. */
  boolean cutOff() {
    return spent() || refused;
  }

  /** Whether less than a fifth is spent. */
  boolean fresh() {
    return left > STEPS - STEPS / 5;
  }
}

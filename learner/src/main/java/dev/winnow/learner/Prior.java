package dev.winnow.learner;

import dev.winnow.traces.Kind;

/**
 * How often, per run, a closed set of a kind and level turned out not to be closed: a Beta
 * distribution fitted by maximum likelihood to 12 programs of 24 different runs each, with A + B at
 * most 100 so that what is seen here can outweigh it. Rows that were never violated there, or not
 * fitted, have (0.25, 60) or the nearest looser row.
 *
 * @param a the denials that the prior is worth
 * @param b the runs without denial that it is worth
 */
record Prior(double a, double b) {
  private static final double MOST = 100;
  private static final Prior NEVER = new Prior(0.25, 60);

  /** Below this many runs the fitted rates are too small by about 2: they were fitted at 24. */
  private static final int FEW_RUNS = 20;

  static Prior of(Kind kind, Level level) {
    return switch (kind) {
      case ENUM -> new Prior(0.25, 62.8);
      case FLAGS ->
          switch (level) {
            case MASK -> new Prior(0.126, 39.7);
            case CUBE -> new Prior(0.32, 62.8);
            default -> new Prior(0.20, 24.9);
          };
      case MODE -> level == Level.MASK ? capped(1.26, 250) : new Prior(0.25, 24.9);
      case SIGNAL -> capped(1.58, 250);
      case ID, PID -> NEVER;
      case FD -> level == Level.BOUND ? capped(1.26, 250) : capped(6.3, 245);
      case SIZE -> level == Level.BOUND ? capped(1.26, 250) : capped(2.5, 249);
      case OFFSET -> capped(2.5, 249);
      case COUNT ->
          switch (level) {
            case BOUND -> NEVER;
            case INTERVAL -> capped(2.5, 249);
            default -> new Prior(0.0126, 2.5);
          };
      case OPAQUE, POINTER -> new Prior(0.25, 24.9);
    };
  }

  private static Prior capped(double a, double b) {
    double scale = Math.min(1, MOST / (a + b));
    return new Prior(a * scale, b * scale);
  }

  /**
   * The probability that the next run breaks a constraint: (N_s/N) (A + K1) / (A + B + N_s).
   *
   * @param runs N
   * @param using N_s, those with the syscall
   * @param novel K1, of these the ones that the constraint learned from the others denies
   */
  double risk(int runs, int using, int novel) {
    // One run alone says nothing about whether its values are all there are.
    double seen = using == 1 ? 0 : novel;
    double before = runs < FEW_RUNS ? 2 * a : a;
    return (double) using / runs * (before + seen) / (before + b + using);
  }
}

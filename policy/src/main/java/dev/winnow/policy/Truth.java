package dev.winnow.policy;

/** What is known of a condition when some arguments are not: Kleene's three values. */
public enum Truth {
  TRUE,
  FALSE,
  UNKNOWN;

  /** The value of something known. */
  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** The opposite. */
  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** Both. */
  public Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == TRUE ? other : this;
  }

  /** Either. */
  public Truth or(Truth other) {
    return not().and(other.not()).not();
  }
}

package dev.winnow.learner;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the values of an argument are generalised. Each level is a closure operator on sets of values
 * (extensive, monotone, idempotent), so that a policy of fixed levels is the least of its class
 * that allows what was seen, and more runs never shrink it.
 */
public enum Level {
  /** Any value. */
  FREE,
  /**
   * Values and bits that are alike come together, by the table {@code alike.tsv}: some whatever was
   * seen, some once one of them was. Others as they were seen: flags and modes by MASK, the rest by
   * EXACT.
   */
  ALIKE,
  /** Any combination of the bits that were seen set. */
  MASK,
  /** Each bit as it was seen: always set, never set, or either. */
  CUBE,
  /**
   * Up to the next power of two: 2^j - 1, for sizes in bytes 2^j and at least 4,096; -1 and
   * AT_FDCWD only if seen.
   */
  BOUND,
  /** From the smallest to the largest value, while they are few enough to be kept; else BOUND. */
  INTERVAL,
  /** The values that were seen, while they are few enough to be kept; else FREE. */
  EXACT;

  /** The name in template files and on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The level of that label, or null. */
  public static @Nullable Level labelled(String label) {
    for (Level level : values()) {
      if (level.label().equals(label)) {
        return level;
      }
    }
    return null;
  }
}

package dev.winnow.policy;

import dev.winnow.traces.Argument;
import dev.winnow.traces.ClockIds;

/**
 * An argument cut to a width and masked: {@code arg & widthMask & mask}.
 *
 * @param argument the register, 0 to 5
 * @param width 16, 32 or 64 bits
 * @param mask the bits that count, within the width; all of them for a bare argument
 */
public record Term(int argument, int width, long mask) {
  public Term {
    if (argument < 0 || argument > 5) {
      throw new IllegalArgumentException("argument " + argument + " is not in 0..5");
    }
    if (width != 16 && width != 32 && width != 64) {
      throw new IllegalArgumentException("width " + width + " is not 16, 32 or 64");
    }
    if ((mask & ~widthMask(width)) != 0) {
      throw new IllegalArgumentException("mask does not fit " + width + " bits");
    }
  }

  /** A bare argument. */
  public static Term of(int argument, int width) {
    return new Term(argument, width, widthMask(width));
  }

  /**
   * The argument as a test for a value that evidence keeps: all of it, or of a dynamic clock id the
   * type only, since its other bits differ in every run.
   */
  public static Term ofRecorded(int index, Argument argument, long value) {
    boolean typeOnly = ClockIds.isClock(argument) && ClockIds.isDynamic(value);
    return typeOnly
        ? new Term(index, argument.width(), ClockIds.TYPE_MASK)
        : of(index, argument.width());
  }

  /** The bits of a width. */
  public static long widthMask(int width) {
    return width == 64 ? -1L : (1L << width) - 1;
  }

  /** Whether no mask was applied. */
  public boolean bare() {
    return mask == widthMask(width);
  }

  /** The term's value for a register. */
  public long of(long register) {
    return register & mask;
  }
}

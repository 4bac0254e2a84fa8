package dev.winnow.reports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers in words, the same in every form of the report. */
final class Figures {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Figures() {}

  /** A part of a whole, 0 to 1; all of nothing is 1. */
  static double share(long part, long whole) {
    return whole == 0 ? 1 : (double) part / whole;
  }

  /** {@code 1,234,567}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** With one decimal. */
  static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /** {@code 1 run}, {@code 2 runs}. */
  static String count(long count, String one) {
    return count(count, one, one + "s");
  }

  static String count(long count, String one, String many) {
    return count(count) + " " + (count == 1 ? one : many);
  }

  /**
   * A share of 0 to 1 in percent, with one decimal. Only all prints as 100 and only nothing as 0:
   * between them and the nearest decimal stand {@code >99.9 %} and {@code <0.1 %}.
   */
  static String percent(double share) {
    BigDecimal rounded = percent(share, RoundingMode.HALF_UP);
    if (share > 0 && rounded.signum() == 0) {
      return "<0.1 %";
    }
    return share < 1 && rounded.compareTo(HUNDRED) >= 0 ? ">99.9 %" : plain(rounded) + " %";
  }

  /** An upper bound in percent, which rounding must not lower. */
  static String percentAtMost(double bound) {
    return plain(percent(bound, RoundingMode.CEILING)) + " %";
  }

  private static BigDecimal percent(double share, RoundingMode mode) {
    return BigDecimal.valueOf(share).movePointRight(2).setScale(1, mode);
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    return stripped.scale() <= 0 ? stripped.toBigInteger().toString() : number.toPlainString();
  }

  /** A number that is known to lie between two. */
  static String count(EventCount count) {
    return count.exact()
        ? count(count.least())
        : count(count.least()) + " to " + count(count.most());
  }

  /** A share that is known to lie between two. */
  static String percent(EventCount part, long whole) {
    String least = percent(share(part.least(), whole));
    return part.exact() ? least : least + " to " + percent(share(part.most(), whole));
  }
}

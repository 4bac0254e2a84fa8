package dev.winnow.recorder.reader;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What readers of text ask of bytes. Ranges are {@code b[from, limit)}; nothing is allocated but by
 * {@link #bytes} and {@link #text}, and time is linear in the range.
 */
public final class Ascii {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  /** 2^64 divided by the golden ratio, an odd number without a pattern. */
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private Ascii() {}

  /** The bytes of {@code text}. */
  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** {@code b[from, to)} as UTF-8. */
  public static String text(byte[] b, int from, int to) {
    return new String(b, from, to - from, StandardCharsets.UTF_8);
  }

  public static int skipBlanks(byte[] b, int at, int limit) {
    int i = at;
    while (i < limit && b[i] == ' ') {
      i++;
    }
    return i;
  }

  /** The end of the name {@code [A-Za-z0-9_]*} that begins at {@code at}. */
  public static int name(byte[] b, int at, int limit) {
    int i = at;
    while (i < limit && isNamePart(b[i])) {
      i++;
    }
    return i;
  }

  public static boolean startsWith(byte[] b, int at, int limit, byte[] text) {
    if (limit - at < text.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (b[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }

  public static boolean endsWith(byte[] b, int from, int limit, byte[] text) {
    int begin = limit - text.length;
    return begin >= from && Arrays.equals(b, begin, limit, text, 0, text.length);
  }

  /** The first place of {@code text}, or -1. */
  public static int indexOf(byte[] b, int from, int limit, byte[] text) {
    for (int i = from; i + text.length <= limit; i++) {
      if (b[i] == text[0] && startsWith(b, i, limit, text)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The first newline of {@code b[from, to)}, or -1. Looks at eight bytes at a time: {@code x -
   * 0x01…} borrows into the high bit of a byte that is zero, and into others only above one that
   * is, so that the lowest hit is exact.
   */
  public static int newline(byte[] b, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long hit = zeros(word(b, i) ^ '\n' * LOW_BITS) & HIGH_BITS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (b[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The first {@code "} or backslash of {@code b[from, to)}, or -1; as {@link #newline}. */
  public static int quoteOrBackslash(byte[] b, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long word = word(b, i);
      long hit = (zeros(word ^ '"' * LOW_BITS) | zeros(word ^ '\\' * LOW_BITS)) & HIGH_BITS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (b[i] == '"' || b[i] == '\\') {
        return i;
      }
    }
    return -1;
  }

  /** The eight bytes from {@code b[at]} on, the first in the lowest bits. */
  public static long word(byte[] b, int at) {
    return (long) LONG.get(b, at);
  }

  /** Whether any of the eight bytes of a {@link #word} is {@code "} or {@code <}. */
  public static boolean hasQuoteOrLess(long word) {
    return ((zeros(word ^ '"' * LOW_BITS) | zeros(word ^ '<' * LOW_BITS)) & HIGH_BITS) != 0;
  }

  /** Whether any of the eight bytes of a {@link #word} is {@code /} or {@code '}. */
  public static boolean hasSlashOrApostrophe(long word) {
    return ((zeros(word ^ '/' * LOW_BITS) | zeros(word ^ '\'' * LOW_BITS)) & HIGH_BITS) != 0;
  }

  /** The first {@code "}, {@code <}, {@code /} or {@code '}, or -1; as {@link #newline}. */
  public static int quoteLessSlashOrApostrophe(byte[] b, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long word = word(b, i);
      long hit =
          zeros(word ^ '"' * LOW_BITS)
              | zeros(word ^ '<' * LOW_BITS)
              | zeros(word ^ '/' * LOW_BITS)
              | zeros(word ^ '\'' * LOW_BITS);
      if ((hit & HIGH_BITS) != 0) {
        return i + (Long.numberOfTrailingZeros(hit & HIGH_BITS) >>> 3);
      }
    }
    for (; i < to; i++) {
      byte c = b[i];
      if (c == '"' || c == '<' || c == '/' || c == '\'') {
        return i;
      }
    }
    return -1;
  }

  /** Has the high bit of the lowest byte that is zero, and of none below it. */
  private static long zeros(long x) {
    return x - LOW_BITS & ~x;
  }

  /**
   * The hash of a text that goes on with {@code word}; {@code hash} is that of what comes before.
   */
  public static long hash(long hash, long word) {
    return mixed(hash ^ word, MIX);
  }

  /**
   * A hash of {@code b[from, to)}, sixteen bytes at a time, the last sixteen perhaps twice: as good
   * as is needed to find a text that is compared afterwards.
   */
  public static int hash(byte[] b, int from, int to) {
    int length = to - from;
    long hash = length * MIX;
    if (length < 2 * Long.BYTES) {
      for (int i = from; i < to; i++) {
        hash = (hash ^ b[i]) * MIX;
      }
      return (int) (hash >>> 32);
    }
    for (int i = from; i < to - 2 * Long.BYTES; i += 2 * Long.BYTES) {
      hash = mixed(hash ^ word(b, i), MIX ^ word(b, i + Long.BYTES));
    }
    hash = mixed(hash ^ word(b, to - 2 * Long.BYTES), MIX ^ word(b, to - Long.BYTES));
    return (int) (hash ^ hash >>> 32);
  }

  /** Every bit of the result depends on every bit of both. */
  private static long mixed(long left, long right) {
    return left * right ^ Math.unsignedMultiplyHigh(left, right);
  }

  public static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  public static boolean isUpper(byte c) {
    return c >= 'A' && c <= 'Z';
  }

  public static boolean isLower(byte c) {
    return c >= 'a' && c <= 'z';
  }

  public static boolean isNamePart(byte c) {
    return isLower(c) || isDigit(c) || isUpper(c) || c == '_';
  }

  /** The value of a hexadecimal digit, or -1. */
  public static int hexDigit(byte c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}

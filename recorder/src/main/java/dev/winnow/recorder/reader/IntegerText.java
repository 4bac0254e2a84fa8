package dev.winnow.recorder.reader;

/**
 * Reads a C integer: decimal, {@code 0x} hexadecimal or octal, with a minus sign or without. One
 * instance is used again and again; it holds the last number's {@link #value} and where it ended.
 */
public final class IntegerText {
  /** The last number, modulo 2^64. */
  public long value;

  /** Whether it had a minus sign. */
  public boolean negative;

  /** The index after its last digit. */
  public int end;

  /** Reads at {@code at}; false if no number begins there or it does not fit 64 bits. */
  public boolean read(byte[] b, int at, int limit) {
    int i = at;
    negative = i < limit && b[i] == '-';
    if (negative) {
      i++;
    }
    if (i >= limit || !Ascii.isDigit(b[i])) {
      return false;
    }
    boolean fits;
    if (b[i] != '0') {
      fits = decimal(b, i, limit);
    } else if (i + 1 < limit && b[i + 1] == 'x') {
      fits = hexadecimal(b, i + 2, limit);
    } else {
      fits = octal(b, i, limit);
    }
    if (negative) {
      fits &= value >= 0 || value == Long.MIN_VALUE;
      value = -value;
    }
    return fits;
  }

  private boolean decimal(byte[] b, int from, int limit) {
    long v = 0;
    int i = from;
    while (i < limit && Ascii.isDigit(b[i])) {
      v = v * 10 + (b[i] - '0');
      i++;
    }
    end = i;
    value = v;
    int digits = i - from;
    // 19 digits are below 10^19 < 2^64; 20 digits fit if they begin with 1 and did not wrap.
    return digits <= 19 || (digits == 20 && b[from] == '1' && v < 0);
  }

  private boolean hexadecimal(byte[] b, int from, int limit) {
    long v = 0;
    int significant = 0;
    int i = from;
    for (; i < limit; i++) {
      int digit = Ascii.hexDigit(b[i]);
      if (digit < 0) {
        break;
      }
      v = v << 4 | digit;
      significant += significant > 0 || digit != 0 ? 1 : 0;
    }
    end = i;
    value = v;
    return i > from && significant <= 16;
  }

  private boolean octal(byte[] b, int from, int limit) {
    long v = 0;
    boolean fits = true;
    int i = from;
    while (i < limit && b[i] >= '0' && b[i] <= '7') {
      fits &= v >>> 61 == 0;
      v = v << 3 | b[i] - '0';
      i++;
    }
    end = i;
    value = v;
    return fits && !(i < limit && Ascii.isDigit(b[i]));
  }
}

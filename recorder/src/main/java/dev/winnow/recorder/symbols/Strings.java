package dev.winnow.recorder.symbols;

import dev.winnow.recorder.reader.Ascii;
import java.io.ByteArrayOutputStream;

/** The strings that strace prints, and how it escapes them. */
public final class Strings {
  private Strings() {}

  /** The bytes that {@code b[from, to)}, the inside of a literal, stands for. */
  public static byte[] unescape(byte[] b, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
    int i = from;
    while (i < to) {
      if (b[i] != '\\' || i + 1 == to) {
        out.write(b[i++]);
      } else {
        i = escape(b, i + 1, to, out);
      }
    }
    return out.toByteArray();
  }

  /** Reads the escape whose letter is at {@code at}; the index behind it. */
  private static int escape(byte[] b, int at, int to, ByteArrayOutputStream out) {
    byte c = b[at];
    int value = c;
    int end = at + 1;
    if (c == 'x') {
      value = 0;
      while (end < to && end < at + 3 && Ascii.hexDigit(b[end]) >= 0) {
        value = value << 4 | Ascii.hexDigit(b[end++]);
      }
    } else if (c >= '0' && c <= '7') {
      value = c - '0';
      while (end < to && end < at + 3 && b[end] >= '0' && b[end] <= '7') {
        value = value << 3 | b[end++] - '0';
      }
    } else {
      value =
          switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'v' -> 0x0b;
            case 'f' -> 0x0c;
            default -> c;
          };
    }
    out.write(value);
    return end;
  }
}

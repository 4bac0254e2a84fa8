package dev.winnow.recorder.symbols;

import dev.winnow.recorder.reader.Ascii;
import java.util.Arrays;

/**
 * The pieces of strace's text that hide brackets and commas: strings, character literals, comments
 * and decorations. Each method takes the index of the opening byte and returns the index after the
 * closing one, or -1 if {@code limit} comes first. Linear, without allocation.
 */
public final class Grammar {
  private static final byte ESCAPE = 0x1b;

  private Grammar() {}

  /** {@code "a)b\"c"}: a backslash hides the next byte. */
  public static int string(byte[] b, int at, int limit) {
    int i = Ascii.quoteOrBackslash(b, at + 1, limit);
    while (i >= 0 && b[i] != '"') {
      i = Ascii.quoteOrBackslash(b, Math.min(i + 2, limit), limit);
    }
    return i < 0 ? -1 : i + 1;
  }

  /** {@code '('} and {@code '\x27'}. */
  public static int character(byte[] b, int at, int limit) {
    for (int i = at + 1; i < limit; i++) {
      if (b[i] == '\'') {
        return i + 1;
      }
      if (b[i] == '\\') {
        i++;
      }
    }
    return -1;
  }

  /** A comment; with {@code -X verbose} they nest. */
  public static int comment(byte[] b, int at, int limit) {
    int depth = 0;
    for (int i = at; i + 1 < limit; i++) {
      if (b[i] == '/' && b[i + 1] == '*') {
        depth++;
        i++;
      } else if (b[i] == '*' && b[i + 1] == '/') {
        i++;
        if (--depth == 0) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  public static boolean startsComment(byte[] b, int at, int limit) {
    return at + 1 < limit && b[at] == '/' && b[at + 1] == '*';
  }

  /**
   * What {@code -y}, {@code -yy} and {@code -Y} put behind a number: {@code </tmp/a)b>}, {@code
   * </dev/null<char 1:3>>}, {@code <TCP:[1.2.3.4:5->6.7.8.9:10]>}. Brackets and commas mean nothing
   * inside; strace escapes {@code < > " \} of names, so a bare one is structure. A {@code >} closes
   * except in the arrow of a socket.
   */
  public static int decoration(byte[] b, int at, int limit) {
    boolean socket = isSocket(b, at + 1, limit);
    int depth = 1;
    int i = at + 1;
    while (i < limit) {
      switch (b[i]) {
        case '\\' -> i++;
        case '"' -> {
          i = string(b, i, limit) - 1;
          if (i < 0) {
            return -1;
          }
        }
        case '<' -> depth++;
        case '>' -> {
          if (!(socket && b[i - 1] == '-') && --depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
      i++;
    }
    return -1;
  }

  /** Whether a decoration begins like {@code UNIX-STREAM:[}. */
  private static boolean isSocket(byte[] b, int at, int limit) {
    int i = at;
    while (i < limit
        && (Ascii.isUpper(b[i]) || Ascii.isDigit(b[i]) || b[i] == '-' || b[i] == 'v')) {
      i++;
    }
    return i > at && Ascii.startsWith(b, i, limit, SOCKET_BRACKET);
  }

  private static final byte[] SOCKET_BRACKET = Ascii.bytes(":[");

  /** A decoration begins here: a {@code <} that is not the operator {@code <<}. */
  public static boolean startsDecoration(byte[] b, int at, int limit) {
    return at < limit && b[at] == '<' && !(at + 1 < limit && b[at + 1] == '<');
  }

  /** A copy of {@code b[from, to)} without the {@code ESC [ … m} of {@code --color=always}. */
  public static byte[] withoutColour(byte[] b, int from, int to) {
    byte[] text = Arrays.copyOfRange(b, from, to);
    int length = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == ESCAPE) {
        while (i < text.length && text[i] != 'm') {
          i++;
        }
      } else {
        text[length++] = text[i];
      }
    }
    return Arrays.copyOf(text, length);
  }
}

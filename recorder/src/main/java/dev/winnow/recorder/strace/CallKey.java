package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.symbols.Grammar;
import java.util.Arrays;

/**
 * What of a call's text decides how it is decoded: all but the contents of its strings and of the
 * decorations behind its descriptors. Calls with equal keys are decoded equally, unless they start
 * a program, whose name is a string.
 *
 * <p>Proof: {@link ArgumentScanner} sees strings, comments, character literals, decorations and
 * depth. A text with neither a quote nor a {@code <} is its own key. In any other, strings and
 * decorations are found where the scanner finds them, by the same functions, because comments are
 * stepped over as a whole and a character literal makes the text no key; so equal keys have their
 * strings at equal places, and no value is taken from within one.
 */
final class CallKey {
  byte[] text = new byte[256];
  int length;

  /** Of the whole text, where it was asked for. */
  int hash;

  void clear() {
    length = 0;
  }

  /** Appends the text of another key. */
  void append(CallKey other) {
    reserve(other.length);
    System.arraycopy(other.text, 0, text, length, other.length);
    length += other.length;
  }

  /**
   * Appends the key of {@code b[from, to)}.
   *
   * @return false if it has none; then the length is undefined
   */
  boolean append(byte[] b, int from, int to) {
    reserve(to - from);
    int copied = from;
    int i = Ascii.quoteOrLess(b, from, to);
    i = i < 0 ? -1 : opening(b, from, to);
    while (i >= 0) {
      byte c = b[i];
      int end = i + 1;
      if (c == '"') {
        end = Grammar.string(b, i, to);
      } else if (c == '<') {
        end = less(b, from, i, to);
      } else if (c == '/' && Grammar.startsComment(b, i, to)) {
        end = Grammar.comment(b, i, to);
      } else if (c == '\'') {
        end = -1;
      }
      if (end < 0) {
        return false;
      }
      boolean contents = c == '"' || (c == '<' && b[end - 1] == '>');
      if (contents) {
        copy(b, copied, i + 1);
        copied = end - 1;
      }
      i = opening(b, end, to);
    }
    copy(b, copied, to);
    return true;
  }

  /** The first place where a string, a decoration, a comment or a character may begin, or -1. */
  private static int opening(byte[] b, int from, int to) {
    return Ascii.quoteLessSlashOrApostrophe(b, from, to);
  }

  /** Behind a shift or a decoration, -1 behind what may be another thing. */
  private static int less(byte[] b, int from, int at, int to) {
    if (!Grammar.startsDecoration(b, at, to)) {
      return at + 2;
    }
    boolean decorates = at > from && (Ascii.isDigit(b[at - 1]) || b[at - 1] == 'D');
    return decorates ? Grammar.decoration(b, at, to) : -1;
  }

  private void copy(byte[] b, int from, int to) {
    System.arraycopy(b, from, text, length, to - from);
    length += to - from;
  }

  private void reserve(int more) {
    if (length + more > text.length) {
      text = Arrays.copyOf(text, 2 * (length + more));
    }
  }
}

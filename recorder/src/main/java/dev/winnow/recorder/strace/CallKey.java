package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.symbols.Grammar;

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
  /** Where the keys of a chunk are put that differ from their texts. */
  static final class Space {
    /** Longer chunks have lines that are not worth it. */
    private static final int MOST = 1 << 20;

    private byte[] bytes = new byte[0];
    private int used;

    /**
     * Makes room for the keys of {@code length} bytes of text, up to a MiB; the keys before are not
     * to be used any more.
     */
    void clear(int length) {
      used = 0;
      if (bytes.length < Math.min(length, MOST)) {
        bytes = new byte[Math.min(length, MOST)];
      }
    }
  }

  private final Space space;

  /** The key is {@code text[from, to)}: of the text itself, if that is its own key. */
  byte[] text;

  int from;
  int to;
  long hash;

  /** Of nothing so far; {@code space} may be that of other keys. */
  CallKey(Space space) {
    this.space = space;
    text = space.bytes;
  }

  int length() {
    return to - from;
  }

  /**
   * Becomes the key of {@code b[begin, end)}, until that or the {@link Space} changes.
   *
   * @return false if it has none; then this is the key of nothing in particular
   */
  boolean of(byte[] b, int begin, int end) {
    long sum = (long) end - begin;
    int i = begin;
    int last = end - Long.BYTES;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      long word = Ascii.word(b, i);
      if (Ascii.hasQuoteOrLess(word)) {
        return masked(b, begin, i, end);
      }
      sum = Ascii.hash(sum, word);
    }
    if (last >= begin) {
      long word = Ascii.word(b, last); // some bytes twice
      if (Ascii.hasQuoteOrLess(word)) {
        return masked(b, begin, begin, end);
      }
      sum = Ascii.hash(sum, word);
    } else {
      for (; i < end; i++) {
        if (b[i] == '"' || b[i] == '<') {
          return masked(b, begin, begin, end);
        }
        sum = Ascii.hash(sum, b[i]);
      }
    }
    text = b;
    from = begin;
    to = end;
    hash = sum;
    return true;
  }

  /**
   * @param at some words behind {@code begin}; before it is no quote and no {@code <}
   */
  private boolean masked(byte[] b, int begin, int at, int end) {
    if (space.bytes.length - space.used < end - begin) {
      return false;
    }
    text = space.bytes;
    from = space.used;
    to = from;
    int copied = begin;
    int i = opening(b, hasSlashOrApostrophe(b, begin, at) ? begin : at, end);
    while (i >= 0) {
      byte c = b[i];
      int behind = i + 1;
      if (c == '"') {
        behind = Grammar.string(b, i, end);
      } else if (c == '<') {
        behind = less(b, begin, i, end);
      } else if (c == '/' && Grammar.startsComment(b, i, end)) {
        behind = Grammar.comment(b, i, end);
      } else if (c == '\'') {
        behind = -1;
      }
      if (behind < 0) {
        return false;
      }
      boolean contents = c == '"' || (c == '<' && b[behind - 1] == '>');
      if (contents) {
        append(b, copied, i + 1);
        copied = behind - 1;
      }
      i = opening(b, behind, end);
    }
    append(b, copied, end);
    hash = Ascii.hash(text, from, to);
    space.used = to;
    return true;
  }

  /** Whether a comment or a character literal may go on behind the text. */
  boolean mayBeOpen() {
    int words = from + (to - from) / Long.BYTES * Long.BYTES;
    boolean may = hasSlashOrApostrophe(text, from, words);
    for (int i = words; i < to; i++) {
      may |= text[i] == '/' || text[i] == '\'';
    }
    return may;
  }

  /**
   * @param to some words behind {@code from}
   */
  private static boolean hasSlashOrApostrophe(byte[] b, int from, int to) {
    boolean has = false;
    for (int i = from; i < to; i += Long.BYTES) {
      has |= Ascii.hasSlashOrApostrophe(Ascii.word(b, i));
    }
    return has;
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

  private void append(byte[] b, int begin, int end) {
    System.arraycopy(b, begin, text, to, end - begin);
    to += end - begin;
  }
}

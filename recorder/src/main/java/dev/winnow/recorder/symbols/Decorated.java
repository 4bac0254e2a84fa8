package dev.winnow.recorder.symbols;

import dev.winnow.recorder.reader.Ascii;

/** What strace adds behind a number without changing it. */
public final class Decorated {
  private static final byte[] DELETED = Ascii.bytes("(deleted)");

  private Decorated() {}

  /** The index behind a decoration and the {@code (deleted)} behind it, or -1. */
  public static int afterDecoration(byte[] b, int at, int limit) {
    int end = Grammar.decoration(b, at, limit);
    return end >= 0 && Ascii.startsWith(b, end, limit, DELETED) ? end + DELETED.length : end;
  }

  /**
   * Skips decorations, comments and a security context from {@code at}. The number stands alone if
   * and only if the result is {@code limit}.
   */
  public static int skip(byte[] b, int at, int limit) {
    int i = at;
    while (i < limit) {
      int next = i;
      if (b[i] == ' ') {
        next = i + 1;
        if (next < limit && b[next] == '[' && b[limit - 1] == ']') {
          return limit;
        }
      } else if (Grammar.startsComment(b, i, limit)) {
        next = Grammar.comment(b, i, limit);
      } else if (Grammar.startsDecoration(b, i, limit)) {
        next = afterDecoration(b, i, limit);
      }
      if (next <= i) {
        return i;
      }
      i = next;
    }
    return i;
  }
}

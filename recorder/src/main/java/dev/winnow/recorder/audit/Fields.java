package dev.winnow.recorder.audit;

import dev.winnow.recorder.reader.Ascii;

/**
 * Finds {@code key=value} in a record. The kernel writes what programs choose, a comm or a path, in
 * hexadecimal if it holds a blank or a quote; ausearch -i does not. So fields that stand before
 * such text are sought from the left, and those behind it from the right.
 */
final class Fields {
  /** The value found last. */
  int from;

  int to;

  /** The first {@code key}, which begins with a blank unless it is the first field. */
  boolean first(byte[] b, int begin, int limit, byte[] key) {
    int at = Ascii.indexOf(b, begin, limit, key);
    return value(b, at, limit, key);
  }

  boolean last(byte[] b, int begin, int limit, byte[] key) {
    int at = limit - key.length;
    while (at >= begin && !Ascii.startsWith(b, at, limit, key)) {
      at--;
    }
    return at >= begin && value(b, at, limit, key);
  }

  private boolean value(byte[] b, int at, int limit, byte[] key) {
    if (at < 0) {
      return false;
    }
    from = at + key.length;
    to = from;
    while (to < limit && b[to] != ' ') {
      to++;
    }
    return to > from;
  }
}

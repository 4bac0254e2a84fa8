package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.traces.Constants;

/**
 * How a call's line ends: {@code ) = RESULT}, or {@code ) ...} if another thread's line comes in
 * between. File names are printed as they are, with any sign in them, and so is a command behind a
 * result; so the last end is taken that is one.
 */
final class CallEnd {
  private static final byte[] RESULT = Ascii.bytes("= ");
  private static final byte[] INTERRUPTED = Ascii.bytes(" ...");
  private static final byte[] ERROR = Ascii.bytes("-1 ");

  /** What the end says. */
  enum Kind {
    /** It is none: the line goes on behind a line break in a name. */
    NONE,
    INTERRUPTED,
    /** Returned, with a result that is not a number or is not shown. */
    RETURNED,
    VALUE,
    NEVER
  }

  private final Constants constants;
  private final IntegerText integer = new IntegerText();

  /** What the end says that was found last. */
  Kind kind = Kind.NONE;

  /** Where the parenthesis that closes the arguments stands. */
  int close;

  /** The register: {@code -errno} for an error. */
  long value;

  /** Knows the errors of these constants. */
  CallEnd(Constants constants) {
    this.constants = constants;
  }

  /** Finds the end of the call in {@code b[from, to)}. */
  boolean find(byte[] b, int from, int to) {
    kind = Kind.NONE;
    if (Ascii.endsWith(b, from, to, INTERRUPTED)) {
      close = lastBefore(b, from, to - INTERRUPTED.length);
      if (close >= from && b[close] == ')') {
        kind = Kind.INTERRUPTED;
        return true;
      }
    }
    for (int i = to - RESULT.length; i > from && kind == Kind.NONE; i--) {
      if (b[i] == '=' && b[i + 1] == ' ' && b[i - 1] == ' ') {
        close = lastBefore(b, from, i);
        kind = close >= from && b[close] == ')' ? result(b, i + RESULT.length, to) : Kind.NONE;
      }
    }
    return kind != Kind.NONE;
  }

  private static int lastBefore(byte[] b, int from, int to) {
    int i = to - 1;
    while (i >= from && b[i] == ' ') {
      i--;
    }
    return i;
  }

  private Kind result(byte[] b, int at, int to) {
    if (at == to) {
      return Kind.RETURNED;
    }
    if (b[at] == '?' && at + 1 == to) {
      return Kind.NEVER;
    }
    if (Ascii.startsWith(b, at, to, ERROR)) {
      return error(b, at + ERROR.length, to);
    }
    if (integer.read(b, at, to) && (integer.end == to || remark(b, integer.end, to))) {
      value = integer.value;
      return Kind.VALUE;
    }
    int end = at;
    while (end < to && (Ascii.isNamePart(b[end]) || b[end] == '|')) {
      end++;
    }
    return end == to ? Kind.RETURNED : Kind.NONE;
  }

  /** {@code ENOENT (No such file or directory)}; the kernel's own errors have no name. */
  private Kind error(byte[] b, int at, int to) {
    int end = Ascii.name(b, at, to);
    boolean named = end > at && b[at] == 'E';
    if (named && remark(b, end, to)) {
      value = -constants.value(b, at, end, 0);
      return value < 0 ? Kind.VALUE : Kind.RETURNED;
    }
    return b[at - 1] == ' ' && remark(b, at - 1, to) ? Kind.RETURNED : Kind.NONE;
  }

  /** {@code " (" text ")"}, or of a file {@code "<" name ">"}, to the end. */
  private static boolean remark(byte[] b, int at, int to) {
    boolean file = at < to && b[at] == '<' && b[to - 1] == '>';
    return file || (to - at > 2 && b[at] == ' ' && b[at + 1] == '(' && b[to - 1] == ')');
  }
}

package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;

/**
 * The columns before a call, each of which an option or {@code trace.show_…} may leave out:
 *
 * <pre>
 *      0.242 ( 0.014 ms): ls/24094 mmap(len: 8192 …
 *          ? (         ): ls/24094  ... [continued]: execve()) …
 * </pre>
 *
 * The command is cut to 14 bytes, which may be any; so the last slash among them that makes sense
 * is the one before the thread.
 */
final class LineHead {
  private static final int COMMAND = 14;
  private static final int TIMED = 1;
  private static final int LASTED = 2;
  private static final int NUMBERED = 4;
  private static final int NAMED = 8;
  private static final byte[] DURATION_END = Ascii.bytes("): ");
  private static final byte[] CONTINUED = Ascii.bytes("... [continued]: ");
  private static final byte[] MINOR_FAULT = Ascii.bytes("minfault [");
  private static final byte[] MAJOR_FAULT = Ascii.bytes("majfault [");

  /** What stands behind the columns. */
  enum Body {
    NONE,
    CALL,
    CONTINUED,
    FAULT,
    /** A tracepoint: its name has a colon. */
    EVENT
  }

  private final IntegerText integer = new IntegerText();

  /** What stands behind the columns of the last line. */
  Body body = Body.NONE;

  /** The thread, or 0 if it is not shown. */
  int tid;

  /** Where the name begins, and ends. */
  int nameFrom;

  int nameTo;

  /** Which columns there are; all lines of a trace have the same. */
  int shape;

  /** Reads the columns of {@code b[from, to)}; false if no call or event stands behind them. */
  boolean read(byte[] b, int from, int to) {
    shape = 0;
    tid = 0;
    int at = duration(b, timestamp(b, from, to), to);
    return thread(b, at, to) || body(b, at, to);
  }

  /** Whether no other text is likely to have such columns. */
  boolean typical() {
    return (shape & (LASTED | NAMED)) != 0 || (shape & (TIMED | NUMBERED)) == (TIMED | NUMBERED);
  }

  private int timestamp(byte[] b, int from, int to) {
    int at = Ascii.skipBlanks(b, from, to);
    int end = at;
    if (at < to && b[at] == '?') {
      end = at + 1;
    } else {
      while (end < to && (Ascii.isDigit(b[end]) || b[end] == '.')) {
        end++;
      }
      boolean thousandths = end - at >= 5 && b[end - 4] == '.';
      end = thousandths ? end : at;
    }
    if (end == at || end >= to || b[end] != ' ') {
      return at;
    }
    shape |= TIMED;
    return end + 1;
  }

  /** {@code (%6.3f ms): }, or blanks in the parentheses. */
  private int duration(byte[] b, int at, int to) {
    if (at >= to || b[at] != '(') {
      return at;
    }
    int end = at + 1;
    while (end < to && (b[end] == ' ' || b[end] == '.' || Ascii.isDigit(b[end]))) {
      end++;
    }
    if (end + 1 < to && b[end] == 'm' && b[end + 1] == 's') {
      end += 2;
    }
    if (!Ascii.startsWith(b, end, to, DURATION_END)) {
      return at;
    }
    shape |= LASTED;
    return end + DURATION_END.length;
  }

  private boolean thread(byte[] b, int at, int to) {
    boolean found = false;
    for (int slash = Math.min(at + COMMAND, to - 1); slash >= at && !found; slash--) {
      found = b[slash] == '/' && number(b, slash + 1, to);
    }
    shape |= found ? NAMED : 0;
    found = found || number(b, at, to);
    shape |= found ? NUMBERED : 0;
    return found;
  }

  private boolean number(byte[] b, int at, int to) {
    boolean read = at < to && Ascii.isDigit(b[at]) && integer.read(b, at, to);
    if (!read || integer.end >= to || b[integer.end] != ' ') {
      return false;
    }
    boolean thread = integer.value >= 0 && integer.value <= Integer.MAX_VALUE;
    if (!thread || !body(b, integer.end + 1, to)) {
      return false;
    }
    tid = (int) integer.value;
    return true;
  }

  private boolean body(byte[] b, int from, int to) {
    int at = Ascii.skipBlanks(b, from, to);
    body = Body.NONE;
    if (Ascii.startsWith(b, at, to, CONTINUED)) {
      at += CONTINUED.length;
      body = Body.CONTINUED;
    } else if (Ascii.startsWith(b, at, to, MINOR_FAULT)
        || Ascii.startsWith(b, at, to, MAJOR_FAULT)) {
      body = Body.FAULT;
      return true;
    }
    nameFrom = at;
    nameTo = Ascii.name(b, at, to);
    if (nameTo == at || nameTo >= to || Ascii.isDigit(b[at])) {
      body = Body.NONE;
    } else if (b[nameTo] == ':' && body == Body.NONE) {
      event(b, to);
    } else if (b[nameTo] != '(') {
      body = Body.NONE;
    } else if (body == Body.NONE) {
      body = Body.CALL;
    }
    return body != Body.NONE;
  }

  private void event(byte[] b, int to) {
    int end = Ascii.name(b, nameTo + 1, to);
    if (end > nameTo + 1 && end < to && b[end] == '(') {
      body = Body.EVENT;
      nameTo = end;
    }
  }
}

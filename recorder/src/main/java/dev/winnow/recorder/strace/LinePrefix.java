package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.symbols.Grammar;

/**
 * What strace writes before a call, always in the order pid, security context, time, relative time,
 * number, instruction pointer; each of them only if an option asked for it.
 */
public final class LinePrefix {
  /** The line has no pid. */
  public static final int NO_TID = -1;

  /** {@code -n} was not given. */
  static final long NO_NUMBER = Long.MIN_VALUE;

  /** {@code PID_MAX_LIMIT} of linux/threads.h; a greater bare integer is a time. */
  private static final long HIGHEST_PID = 4_194_304;

  private static final byte[] PID = Ascii.bytes("[pid ");
  private static final byte[] PROCESS = Ascii.bytes("[ Process ");
  private static final byte[] RELATIVE = Ascii.bytes("(+");

  /** The pid of the last prefix that was read, or {@link #NO_TID}. */
  public int tid;

  /** Its syscall number, or {@link #NO_NUMBER}. */
  long number;

  private final IntegerText integer = new IntegerText();

  /** Reads the prefix of {@code [from, limit)} and returns where the rest begins. */
  public int read(byte[] b, int from, int limit) {
    number = NO_NUMBER;
    int bare = barePid(b, from, limit);
    if (bare > 0) {
      return bare;
    }
    tid = NO_TID;
    int i = pid(b, from, limit);
    boolean more = true;
    while (more) {
      i = Ascii.skipBlanks(b, i, limit);
      int next = i < limit ? field(b, i, limit) : i;
      more = next > i;
      i = next;
    }
    return i;
  }

  /** Behind a pid and nothing else, as most prefixes are; 0 if this may be another. */
  private int barePid(byte[] b, int from, int limit) {
    int i = from;
    int value = 0;
    while (i < limit && Ascii.isDigit(b[i])) {
      value = value * 10 + (b[i] - '0');
      i++;
    }
    if (i == from || i - from > 6 || i == limit || b[i] != ' ') {
      return 0;
    }
    i = Ascii.skipBlanks(b, i, limit);
    if (i == limit || Ascii.isDigit(b[i]) || b[i] == '[' || b[i] == '(') {
      return 0;
    }
    tid = value;
    return i;
  }

  private int pid(byte[] b, int from, int limit) {
    boolean bracketed = Ascii.startsWith(b, from, limit, PID);
    int digits = bracketed ? Ascii.skipBlanks(b, from + PID.length, limit) : from;
    int i = digits;
    long value = 0;
    while (i < limit && Ascii.isDigit(b[i]) && i - digits < 10) {
      value = value * 10 + (b[i] - '0');
      i++;
    }
    if (i == digits || value > HIGHEST_PID) {
      return from;
    }
    if (i < limit && b[i] == '<') {
      i = Grammar.decoration(b, i, limit);
    }
    if (i < 0 || i >= limit || b[i] != (bracketed ? ']' : ' ')) {
      return from;
    }
    tid = (int) value;
    return i + 1;
  }

  /** One field behind the pid: the index behind it, or {@code at} if none begins here. */
  private int field(byte[] b, int at, int limit) {
    byte c = b[at];
    if (Ascii.isDigit(c)) {
      return time(b, at, limit);
    }
    if (c == '[') {
      return bracket(b, at, limit);
    }
    if (c == '(' && Ascii.startsWith(b, at, limit, RELATIVE)) {
      for (int i = at; i + 1 < limit; i++) {
        if (b[i] == ')' && b[i + 1] == ' ') {
          return i + 1;
        }
      }
    }
    return at;
  }

  private static int time(byte[] b, int at, int limit) {
    int i = at;
    while (i < limit && (Ascii.isDigit(b[i]) || b[i] == ':' || b[i] == '.')) {
      i++;
    }
    return i < limit && b[i] == ' ' ? i : at;
  }

  private int bracket(byte[] b, int at, int limit) {
    if (Ascii.startsWith(b, at, limit, PROCESS)) {
      return at;
    }
    int close = at + 1;
    while (close < limit && b[close] != ']') {
      close++;
    }
    if (close + 1 >= limit || b[close + 1] != ' ') {
      return at;
    }
    int first = Ascii.skipBlanks(b, at + 1, close);
    if (number == NO_NUMBER && isNumber(b, first, close)) {
      integer.read(b, first, close);
      number = integer.value;
    }
    return close + 1;
  }

  /**
   * Whether a bracket holds a syscall number and not an instruction pointer. Pointers have 8 digits
   * (32-bit programs) or 12 to 16; numbers have at most 4, or 10 with the x32 bit.
   */
  private boolean isNumber(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isDigit(b[i])) {
        return false;
      }
    }
    int digits = to - from;
    return digits > 0 && (digits <= 7 || (digits == 10 && b[from] == '1'));
  }
}

package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.Ascii;

/**
 * What stands before an event in a line of {@code perf script}: command, pid or tid or both,
 * processor, flags, time, period, each only if {@code -F} asks for it. The command may hold
 * anything, so that it is read from the right.
 */
final class ScriptHead {
  int pid;
  int tid;

  /** Whether the line says the thread. */
  boolean hasTid;

  private int end;

  /** Reads {@code b[from, to)}; false if it cannot stand before an event. */
  boolean read(byte[] b, int from, int to) {
    pid = 0;
    tid = 0;
    hasTid = false;
    end = to;
    int start = word(b, from);
    if (digits(b, start, end) == end && endsInColon(b, from, start)) {
      end = start;
      start = word(b, from);
    }
    boolean timed = start < end && b[end - 1] == ':';
    if (timed) {
      if (!isTime(b, start)) {
        return false;
      }
      end = start;
      start = word(b, from);
    }
    if (timed && isFlags(b, start) && endsInBracket(b, from, start)) {
      end = start;
      start = word(b, from);
    }
    if (start < end && b[start] == '[' && digits(b, start + 1, end) == end - 1) {
      end = start;
      start = word(b, from);
    }
    ids(b, start);
    return true;
  }

  /** Steps {@link #end} over blanks to the left and returns where the word before them begins. */
  private int word(byte[] b, int from) {
    while (end > from && b[end - 1] == ' ') {
      end--;
    }
    int start = end;
    while (start > from && b[start - 1] != ' ') {
      start--;
    }
    return start;
  }

  /** {@code 28359} or {@code 28359/28359}. */
  private void ids(byte[] b, int start) {
    int slash = digits(b, start, end);
    if (slash == start || end - start > 21) {
      return;
    }
    int first = number(b, start, slash);
    if (slash == end) {
      tid = first;
      hasTid = true;
    } else if (b[slash] == '/' && slash + 1 < end && digits(b, slash + 1, end) == end) {
      pid = first;
      tid = number(b, slash + 1, end);
      hasTid = true;
    }
  }

  private static int number(byte[] b, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = number * 10 + b[i] - '0';
    }
    return number;
  }

  private static int digits(byte[] b, int from, int to) {
    int i = from;
    while (i < to && Ascii.isDigit(b[i])) {
      i++;
    }
    return i;
  }

  private boolean isTime(byte[] b, int start) {
    int point = digits(b, start, end);
    return point > start && b[point] == '.' && digits(b, point + 1, end) == end - 1;
  }

  private boolean isFlags(byte[] b, int start) {
    return end - start <= 2 && end > start && (Ascii.isUpper(b[start]) || Ascii.isLower(b[start]));
  }

  private static boolean endsInColon(byte[] b, int from, int to) {
    return lastOf(b, from, to) == ':';
  }

  private static boolean endsInBracket(byte[] b, int from, int to) {
    return lastOf(b, from, to) == ']';
  }

  private static int lastOf(byte[] b, int from, int to) {
    int i = to;
    while (i > from && b[i - 1] == ' ') {
      i--;
    }
    return i > from ? b[i - 1] : 0;
  }
}

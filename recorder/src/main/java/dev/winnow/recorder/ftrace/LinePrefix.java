package dev.winnow.recorder.ftrace;

import dev.winnow.recorder.reader.Ascii;

/**
 * What stands before an event, in the forms of ftrace and trace-cmd:
 *
 * <pre>
 *      true-21263   [001] .....  2018.158981: sys_enter: NR 273 (…
 *      true-21263   (  21263) [001] .....  2018.158981: …          option record-tgid
 *      true-21263     0d..1. 123us+: …                             option latency-format
 * </pre>
 *
 * It is read from its end, because a comm may hold anything: blanks, brackets, {@code -5}. Only the
 * pid is used: trace-cmd shows one comm for all events of a thread, the last.
 */
final class LinePrefix {
  /** The parts between pid and event: process, processor, flags, time. */
  private static final int PARTS = 5;

  /** A comm of 15 bytes and {@code -4194304}. */
  private static final int LONGEST_TASK = 24;

  private static final byte[] CALL = Ascii.bytes(": sys_");
  private static final byte[] PROCESSOR = Ascii.bytes(" [");
  private static final byte[] COLON = Ascii.bytes(": ");

  /** The thread of the last line. */
  int tid;

  /** The index of {@code sys_} in {@code b[from, to)}; -1 if the line is no event of a syscall. */
  int read(byte[] b, int from, int to) {
    int colon = Ascii.indexOf(b, from, to, CALL);
    if (colon < 0 || !isTime(b, from, colon)) {
      return -1;
    }
    int end = colon;
    for (int part = 0; part <= PARTS; part++) {
      int begin = end;
      while (begin > from && b[begin - 1] != ' ') {
        begin--;
      }
      int dash = dash(b, begin, end);
      if (part > 0 && dash >= 0) {
        int task = Ascii.skipBlanks(b, from, dash);
        return end - task <= LONGEST_TASK && pid(b, dash + 1, end) ? colon + 2 : -1;
      }
      end = begin;
      while (end > from && b[end - 1] == ' ') {
        end--;
      }
    }
    return -1;
  }

  /** Whether a line that is no call is another event: it has a task, a processor and a time. */
  boolean isOther(byte[] b, int from, int to) {
    int bracket = Ascii.indexOf(b, from, to, PROCESSOR);
    int colon = bracket < 0 ? -1 : Ascii.indexOf(b, bracket, to, COLON);
    return colon > 0
        && Ascii.isDigit(b[bracket + PROCESSOR.length])
        && isTime(b, bracket, colon)
        && bracket - Ascii.skipBlanks(b, from, to) <= LONGEST_TASK + 12;
  }

  /** Seconds, or microseconds with {@code us} and a mark for long waits. */
  private static boolean isTime(byte[] b, int from, int colon) {
    int at = colon;
    while (at > from && !Ascii.isDigit(b[at - 1]) && colon - at < 3) {
      at--;
    }
    return at > from && Ascii.isDigit(b[at - 1]);
  }

  /** The last {@code -} of {@code b[from, to)} if digits follow it to the end; else -1. */
  private static int dash(byte[] b, int from, int to) {
    int at = to;
    while (at > from && Ascii.isDigit(b[at - 1])) {
      at--;
    }
    return at < to && at > from && b[at - 1] == '-' ? at - 1 : -1;
  }

  /** Nine digits are enough: pids end at 2^22. */
  private boolean pid(byte[] b, int from, int to) {
    tid = 0;
    for (int i = from; i < to; i++) {
      tid = tid * 10 + (b[i] - '0');
    }
    return to - from <= 9;
  }
}

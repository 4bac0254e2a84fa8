package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells the lines that are not about a thread: strace's own messages, dumps, stacks, tables. */
final class OtherLines {
  private static final byte[] STRACE = Ascii.bytes("strace: ");
  private static final byte[] STRACE_PATH = Ascii.bytes("/strace: ");
  private static final byte[] PROCESS = Ascii.bytes("strace: Process ");
  private static final byte[] CANNOT_RESTART = Ascii.bytes(" <Cannot restart pid ");
  private static final byte[] VCPU = Ascii.bytes(" VCPU:");
  private static final byte[] SYSCALL = Ascii.bytes("syscall");

  /** The titles of the columns that -c and -U can show, word by word: count.c of strace. */
  private static final byte[][] TITLES = {
    SYSCALL,
    Ascii.bytes("calls"),
    Ascii.bytes("errors"),
    Ascii.bytes("seconds"),
    Ascii.bytes("usecs/call"),
    Ascii.bytes("shortest"),
    Ascii.bytes("longest"),
    Ascii.bytes("%"),
    Ascii.bytes("time"),
  };

  private static final byte[] RULE = Ascii.bytes("-----");
  private static final byte[] TOTAL = Ascii.bytes("total");
  private static final byte[] USAGE = Ascii.bytes("System call usage summary");

  private final IntegerText integer = new IntegerText();
  private boolean inTable;

  /** A line that begins with a blank and one of strace's marks, such as a frame of {@code -k}. */
  static boolean isContinuation(byte[] b, int from, int to) {
    if (to - from < 3 || b[from] != ' ') {
      return false;
    }
    byte mark = b[from + 1];
    boolean marked = mark == '>' || mark == '|' || mark == '*' || mark == '=';
    return (marked && b[from + 2] == ' ') || Ascii.startsWith(b, from, to, VCPU);
  }

  /** Whether strace itself speaks: {@code strace: …}, or with the path that it was started by. */
  static boolean isMessage(byte[] b, int from, int to) {
    return Ascii.startsWith(b, from, to, STRACE)
        || (from < to && b[from] == '/' && Ascii.indexOf(b, from, to, STRACE_PATH) >= 0)
        || Ascii.startsWith(b, from, to, CANNOT_RESTART);
  }

  /** The process that {@code strace: Process N attached} names, or -1. */
  int process(byte[] b, int from, int to) {
    int at = Ascii.indexOf(b, from, to, PROCESS);
    boolean read = at >= 0 && integer.read(b, at + PROCESS.length, to);
    return read && integer.value > 0 && integer.value <= Integer.MAX_VALUE
        ? (int) integer.value
        : -1;
  }

  /** Why a line that is no record may be left out, or null. */
  @Nullable Ignored reason(byte[] b, int from, int to) {
    if (isMessage(b, from, to)) {
      return Ignored.MESSAGE;
    }
    return isTable(b, from, to) ? Ignored.SUMMARY : null;
  }

  /** The table of -c: a head with the columns' titles, rows, and a row of totals. */
  private boolean isTable(byte[] b, int from, int to) {
    if (Ascii.startsWith(b, from, to, USAGE) || isHead(b, from, to)) {
      inTable = true;
      return true;
    }
    boolean row = inTable && to > from && isRow(b, from, to);
    inTable = row && !Ascii.endsWith(b, from, to, TOTAL) && !Ascii.startsWith(b, from, to, TOTAL);
    return row;
  }

  /** Titles and nothing else, {@code syscall} among them. */
  private static boolean isHead(byte[] b, int from, int to) {
    boolean named = false;
    int words = 0;
    for (int at = Ascii.skipBlanks(b, from, to); at < to; at = Ascii.skipBlanks(b, at, to)) {
      int end = at;
      while (end < to && b[end] != ' ') {
        end++;
      }
      int title = 0;
      while (title < TITLES.length
          && !Arrays.equals(TITLES[title], 0, TITLES[title].length, b, at, end)) {
        title++;
      }
      if (title == TITLES.length) {
        return false;
      }
      named |= title == 0;
      words++;
      at = end;
    }
    return named && words > 1;
  }

  /** Numbers and a name, in the order that -U asks for. */
  private static boolean isRow(byte[] b, int from, int to) {
    boolean number = Ascii.startsWith(b, from, to, RULE);
    for (int i = from; i < to; i++) {
      byte c = b[i];
      number |= Ascii.isDigit(c);
      if (!Ascii.isNamePart(c) && c != ' ' && c != '.' && c != '-' && c != '#') {
        return false;
      }
    }
    return number;
  }
}

package dev.winnow.recorder.ftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.SyscallEvent;

/**
 * The fields of an entry: {@code dfd: 0xffffff9c, filename: 0x7f55, mode: 0}, or raw {@code
 * __syscall_nr=257 dfd=0xffffff9c filename=0x7f55}. Numbers are hexadecimal with {@code 0x} or
 * without; newer kernels print behind an address what it points to, which is skipped.
 */
final class FieldScanner {
  private static final byte[] NUMBER = Ascii.bytes("__syscall_nr=");

  int count;
  final int[] name = new int[SyscallEvent.ARGUMENTS];
  final int[] nameEnd = new int[SyscallEvent.ARGUMENTS];
  final int[] end = new int[SyscallEvent.ARGUMENTS];
  final long[] value = new long[SyscallEvent.ARGUMENTS];

  /** Reads {@code b[from, to)}; false if it is no list of fields. */
  boolean scan(byte[] b, int from, int to) {
    count = 0;
    int at = Ascii.skipBlanks(b, from, to);
    boolean raw = Ascii.startsWith(b, at, to, NUMBER);
    if (raw) {
      while (at < to && b[at] != ' ') {
        at++;
      }
      at = Ascii.skipBlanks(b, at, to);
    }
    while (at < to) {
      at = field(b, at, to, raw ? (byte) '=' : (byte) ':');
      if (at < 0) {
        return false;
      }
      if (at < to && !raw) {
        if (b[at] != ',') {
          at = behindComment(b, at, to);
        } else {
          at++;
        }
        if (at < 0 || Ascii.skipBlanks(b, at, to) == to) {
          return at >= 0 && b[to - 1] != ',' && b[to - 1] != ' ';
        }
      }
      at = Ascii.skipBlanks(b, at, to);
    }
    return true;
  }

  private int field(byte[] b, int at, int to, byte separator) {
    int behindName = Ascii.name(b, at, to);
    if (count == value.length
        || behindName == at
        || behindName >= to
        || b[behindName] != separator) {
      return -1;
    }
    int i = Ascii.skipBlanks(b, behindName + 1, to);
    if (i + 1 < to && b[i] == '0' && b[i + 1] == 'x') {
      i += 2;
    }
    long number = 0;
    int begin = i;
    while (i < to && Ascii.hexDigit(b[i]) >= 0) {
      number = number << 4 | Ascii.hexDigit(b[i]);
      i++;
    }
    if (i == begin || i - begin > 16) {
      return -1;
    }
    name[count] = at;
    nameEnd[count] = behindName;
    value[count] = number;
    end[count] = i;
    count++;
    return i;
  }

  /** Behind a blank and a text in quotes or parentheses, and the comma that follows it. */
  private static int behindComment(byte[] b, int at, int to) {
    if (b[at] != ' ' || at + 1 >= to || (b[at + 1] != '"' && b[at + 1] != '(')) {
      return -1;
    }
    byte closing = b[at + 1] == '"' ? (byte) '"' : (byte) ')';
    for (int i = at + 2; i < to; i++) {
      boolean last = i + 1 == to;
      if (b[i] == closing && (last || b[i + 1] == ',')) {
        return last ? to : i + 2;
      }
      if (b[i] == closing && b[i + 1] == ' ') {
        return behindComment(b, i + 1, to);
      }
    }
    return -1;
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.symbols.Grammar;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import dev.winnow.traces.SyscallEvent;

/** Reads what stands behind the arguments of a call: {@code = 3}, {@code = -1 ENOENT (…)}. */
final class ResultDecoder {
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final byte[] ERRNO = Ascii.bytes("(errno ");
  private static final byte[] RESTART = Ascii.bytes("? E");

  private final IntegerText integer = new IntegerText();

  /**
   * Where the result begins, given the index behind the closing parenthesis; or -1 if there is
   * none.
   */
  static int begin(byte[] b, int at, int limit) {
    int equals = Ascii.skipBlanks(b, at, limit);
    boolean found = equals + 2 < limit && b[equals] == '=' && b[equals + 1] == ' ';
    return found ? equals + 2 : -1;
  }

  /**
   * Where the result begins behind arguments {@code b[at, limit)} of which braces or brackets do
   * not match; -1 if there is none, or if parentheses do not match either: then it may be another
   * call's.
   */
  static int beginUnmatched(byte[] b, int at, int limit) {
    int depth = 1;
    int i = at;
    while (i >= 0 && i < limit && depth > 0) {
      if (b[i] == '"') {
        i = Grammar.string(b, i, limit);
      } else {
        depth += b[i] == '(' ? 1 : b[i] == ')' ? -1 : 0;
        i++;
      }
    }
    return depth == 0 ? begin(b, i, limit) : -1;
  }

  /**
   * Sets the result of {@code event} from the text at {@code at}.
   *
   * @param complete false if the text may be cut off, so that a number at its end is not trusted
   * @return false if more stands there than strace writes, such as another writer's line
   */
  boolean read(SyscallEvent event, Arch arch, byte[] b, int at, int limit, boolean complete) {
    if (!integer.read(b, at, limit)) {
      // "? ERESTARTSYS (…)" came back and will be made again; after a bare "?" the thread was gone.
      if (Ascii.startsWith(b, at, limit, RESTART)) {
        event.setReturned();
      }
      return b[at] == '?' && isRemark(b, at + 1, limit, complete);
    }
    int end = integer.end;
    event.setReturned();
    if (!isRemark(b, end, limit, complete)) {
      return false;
    }
    if (end == limit && complete) {
      event.setResult(integer.value);
    } else if (end < limit && b[end] == ' ') {
      spaced(event, arch, b, end + 1, limit, complete);
    } else if (Grammar.startsDecoration(b, end, limit)) {
      event.setResult(integer.value);
    }
    return true;
  }

  /**
   * Whether {@code b[at, limit)} may follow a result: nothing, {@code ENOENT (…)}, {@code (flags
   * …)}, {@code <0.000012>}, {@code <decoration>}, {@code /* comment}. Only its ends are looked at:
   * they tell it from the rest of another line.
   */
  private static boolean isRemark(byte[] b, int at, int limit, boolean complete) {
    int last = limit;
    while (last > at && b[last - 1] == ' ') {
      last--;
    }
    if (at >= last) {
      return true;
    }
    int first = b[at] == ' ' ? at + 1 : at;
    byte begin = b[first];
    boolean begins =
        begin == '<'
            || (first > at
                && (begin == '(' || begin == '[' || begin == '/' || Ascii.isUpper(begin)));
    byte end = b[last - 1];
    boolean ends = end == ')' || end == '>' || end == '/' || end == ']';
    return begins && (ends || !complete || Ascii.name(b, first, last) == last);
  }

  /** A value and a remark: only an error changes its meaning. */
  private void spaced(
      SyscallEvent event, Arch arch, byte[] b, int at, int limit, boolean complete) {
    long value = integer.value;
    if (value != -1) {
      event.setResult(value);
    } else if (at < limit && b[at] == 'E') {
      int end = Ascii.name(b, at, limit);
      boolean whole = end < limit || complete;
      long errno = whole ? Constants.of(arch).value(b, at, end, UNKNOWN) : UNKNOWN;
      if (errno != UNKNOWN) {
        event.setResult(-errno);
      }
    } else if (Ascii.startsWith(b, at, limit, ERRNO)) {
      if (integer.read(b, at + ERRNO.length, limit) && integer.end < limit) {
        event.setResult(-integer.value);
      }
    } else if (complete) {
      event.setResult(value);
    }
  }
}

package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;

/**
 * The tables of {@code perf trace -s} and {@code -S}, one for each thread:
 *
 * <pre>
 *  ls (28428), 290 events, 97.3%
 *
 *    syscall            calls  errors  total       min       avg       max       stddev
 *                                      (msec)    (msec)    (msec)    (msec)        (%)
 *    --------------- --------  ------ -------- --------- --------- ---------     ------
 *    openat                34     13     0.488     0.012     0.014     0.025      2.76%
 * 				ENOENT: 13
 * </pre>
 *
 * With {@code -S} the calls are in the trace too, and the tables say nothing new.
 */
final class CallTable {
  private static final byte[] TITLE = Ascii.bytes(" Summary of events:");
  private static final byte[] EVENTS = Ascii.bytes(" events, ");
  private static final byte[] HEAD = Ascii.bytes("   syscall ");
  private static final byte[] CALLS = Ascii.bytes(" calls ");
  private static final byte[] UNITS = Ascii.bytes("(msec)");
  private static final byte[] RULE = Ascii.bytes("   -----");

  private final Delivery delivery;
  private final LineTally tally;
  private final Arch arch;
  private final IntegerText integer = new IntegerText();
  private boolean inside;
  private int tid;

  CallTable(Delivery delivery, Arch arch) {
    this.delivery = delivery;
    this.arch = arch;
    tally = delivery.tally;
  }

  /** Whether the last line was one of a table. */
  boolean inside() {
    return inside;
  }

  /**
   * Reads a line of a table or around one; false if it is none.
   *
   * @param traced whether the calls themselves are in the trace
   */
  boolean line(long line, byte[] b, int from, int to, boolean traced) {
    if (Ascii.startsWith(b, from, to, TITLE) || thread(b, from, to)) {
      tally.ignored("title");
    } else if (Ascii.startsWith(b, from, to, HEAD) && Ascii.indexOf(b, from, to, CALLS) >= 0) {
      inside = true;
      tally.ignored("head");
    } else if (!inside) {
      return false;
    } else if (Ascii.skipBlanks(b, from, to) == to) {
      inside = false;
      tally.ignored("blank");
    } else if (Ascii.startsWith(b, from, to, RULE) || Ascii.indexOf(b, from, to, UNITS) >= 0) {
      tally.ignored("head");
    } else if (b[from] == '\t') {
      tally.ignored("errors by name");
    } else if (traced) {
      tally.ignored("summary of the calls");
    } else {
      row(line, b, from, to);
    }
    return true;
  }

  /** {@code " ls (28428), 290 events, 97.3%"}. */
  private boolean thread(byte[] b, int from, int to) {
    int events = from < to && b[from] == ' ' ? Ascii.indexOf(b, from, to, EVENTS) : -1;
    int end = events - 1;
    while (end > from && Ascii.isDigit(b[end])) {
      end--;
    }
    if (end - 2 <= from || b[end] != ' ' || b[end - 1] != ',' || b[end - 2] != ')') {
      return false;
    }
    int begin = end - 3;
    while (begin > from && Ascii.isDigit(b[begin])) {
      begin--;
    }
    boolean read = b[begin] == '(' && integer.read(b, begin + 1, end) && integer.value >= 0;
    tid = read && integer.value <= Integer.MAX_VALUE ? (int) integer.value : 0;
    return read;
  }

  private void row(long line, byte[] b, int from, int to) {
    int name = Ascii.skipBlanks(b, from, to);
    int nameEnd = Ascii.name(b, name, to);
    int calls = Ascii.skipBlanks(b, nameEnd, to);
    boolean read = nameEnd > name && calls > nameEnd && integer.read(b, calls, to);
    boolean counted = read && integer.end < to && b[integer.end] == ' ' && !integer.negative;
    if (!counted || integer.value < 1 || integer.value > SyscallEvent.MOST_OCCURRENCES) {
      tally.failed(line, "no row of the table", b, from, to);
      return;
    }
    Syscall syscall = SyscallTable.of(arch).byName(Ascii.text(b, name, nameEnd));
    if (syscall == null) {
      String shown = Excerpt.of(b, name, nameEnd);
      tally.failed(line, "unknown syscall " + shown + " of " + arch, b, from, to);
      return;
    }
    tally.parsed();
    if (arch == Arch.X86_64) {
      tally.lost(Loss.AMBIGUOUS_ABI, integer.value);
    }
    delivery.event.reset(arch, syscall.number(), tid);
    delivery.event.hideArguments();
    delivery.event.setReturned();
    delivery.event.setOccurrences(integer.value);
    delivery.deliver();
  }
}

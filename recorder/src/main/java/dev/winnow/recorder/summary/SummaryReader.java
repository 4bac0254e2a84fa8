package dev.winnow.recorder.summary;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;

/**
 * Reads strace's tables, whatever columns {@code -U} gives them, in whatever order:
 *
 * <pre>
 * % time     seconds  usecs/call     calls    errors syscall
 * ------ ----------- ----------- --------- --------- ----------------
 *  73.70    0.001418         202         7         3 wait4
 * ------ ----------- ----------- --------- --------- ----------------
 * 100.00    0.001924          18       103        21 total
 * </pre>
 *
 * The rule says where columns are; a number that is wider than its column moves those behind it, so
 * that a row's words are counted too. Memory is constant.
 */
public final class SummaryReader extends WholeLineReader {
  private static final byte[] SYSCALL = Ascii.bytes("syscall");
  private static final byte[] CALLS = Ascii.bytes("calls");
  private static final byte[] ERRORS = Ascii.bytes("errors");
  private static final byte[] RULE = Ascii.bytes("----");
  private static final byte[] TOTAL = Ascii.bytes("total");
  private static final byte[] TITLE = Ascii.bytes("System call usage summary for ");
  private static final byte[] MODE_32 = Ascii.bytes("32 bit mode:");
  private static final byte[] MODE_64 = Ascii.bytes("64 bit mode:");
  private static final byte[] MODE_X32 = Ascii.bytes("x32 mode:");

  /** Where in a table the next line is. */
  private enum Place {
    OUTSIDE,
    BEHIND_HEAD,
    ROWS,
    BEHIND_ROWS
  }

  private final LineTally tally;
  private final Arch arch;
  private final Columns columns = new Columns();
  private final IntegerText integer = new IntegerText();
  private Arch here;
  private Place place = Place.OUTSIDE;

  /**
   * Delivers to {@code sink}.
   *
   * @param arch the ABI of a table without a title
   */
  public SummaryReader(TraceSink sink, Arch arch) {
    super(sink);
    tally = delivery.tally;
    this.arch = arch;
    here = arch;
  }

  /** Whether there is a table with a row that names a syscall. */
  public static boolean recognises(Sample sample) {
    return Delivery.finds(new SummaryReader(event -> {}, Arch.X86_64), sample);
  }

  @Override
  protected void begin() {
    place = Place.OUTSIDE;
    here = arch;
  }

  @Override
  protected void line(long line, byte[] b, int from, int to) {
    switch (place) {
      case OUTSIDE -> outside(b, from, to);
      case BEHIND_HEAD -> {
        if (columns.rule(b, from, to)) {
          tally.ignored("rule");
          place = Place.ROWS;
        } else {
          tally.failed(line, "no rule under the table's head", b, from, to);
          place = Place.OUTSIDE;
        }
      }
      case ROWS -> {
        if (Ascii.startsWith(b, from, to, RULE)) {
          tally.ignored("rule");
          place = Place.BEHIND_ROWS;
        } else {
          row(line, b, from, to);
        }
      }
      case BEHIND_ROWS -> {
        place = Place.OUTSIDE;
        here = arch;
        if (Ascii.indexOf(b, from, to, TOTAL) >= 0) {
          tally.ignored("total");
        } else {
          outside(b, from, to);
        }
      }
    }
  }

  private void outside(byte[] b, int from, int to) {
    if (Ascii.startsWith(b, from, to, TITLE)) {
      int mode = from + TITLE.length;
      if (Ascii.startsWith(b, mode, to, MODE_32)) {
        here = Arch.I386;
      } else if (Ascii.startsWith(b, mode, to, MODE_X32)) {
        here = Arch.X32;
      } else if (Ascii.startsWith(b, mode, to, MODE_64)) {
        here = Arch.X86_64;
      }
      tally.ignored("title");
    } else if (columns.head(b, from, to)) {
      tally.ignored("head");
      place = Place.BEHIND_HEAD;
    } else {
      tally.ignored(Ascii.skipBlanks(b, from, to) == to ? "blank" : "other text");
    }
  }

  private void row(long line, byte[] b, int from, int to) {
    if (!columns.row(b, from, to)) {
      tally.failed(line, "no row of the table", b, from, to);
      return;
    }
    String name = Ascii.text(b, columns.nameFrom, columns.nameTo);
    Syscall syscall = SyscallTable.of(here).byName(name);
    if (syscall == null) {
      String shown = Excerpt.of(b, columns.nameFrom, columns.nameTo);
      tally.failed(line, "unknown syscall " + shown + " of " + here, b, from, to);
      return;
    }
    long calls = 1;
    if (columns.callsFrom >= 0) {
      boolean read = integer.read(b, columns.callsFrom, to) && integer.end == columns.callsTo;
      if (!read || integer.value < 1 || integer.value > SyscallEvent.MOST_OCCURRENCES) {
        tally.failed(line, "no number of calls", b, from, to);
        return;
      }
      calls = integer.value;
    }
    tally.parsed();
    delivery.event.reset(here, syscall.number(), 0);
    delivery.event.hideArguments();
    delivery.event.setReturned();
    delivery.event.setOccurrences(calls);
    delivery.deliver();
  }

  /** The columns of a table, and the two of a row that count. */
  private static final class Columns {
    private static final byte[] TIME = Ascii.bytes("% time");

    private int count;
    private int name;
    private int calls;
    private int errors;
    private int ruled;
    int nameFrom;
    int nameTo;
    int callsFrom;
    int callsTo;

    /** A head has the column {@code syscall} and nothing but titles. */
    boolean head(byte[] b, int from, int to) {
      count = 0;
      name = -1;
      calls = -1;
      errors = -1;
      for (int at = Ascii.skipBlanks(b, from, to); at < to; at = Ascii.skipBlanks(b, at, to)) {
        int end = Ascii.startsWith(b, at, to, TIME) ? at + TIME.length : wordEnd(b, at, to);
        if (is(b, at, end, SYSCALL)) {
          name = count;
        } else if (is(b, at, end, CALLS)) {
          calls = count;
        } else if (is(b, at, end, ERRORS)) {
          errors = count;
        }
        count++;
        at = end;
      }
      return name >= 0 && count <= 10;
    }

    /** As many dashes as the head has columns. */
    boolean rule(byte[] b, int from, int to) {
      ruled = 0;
      for (int at = Ascii.skipBlanks(b, from, to); at < to; at = Ascii.skipBlanks(b, at, to)) {
        int end = wordEnd(b, at, to);
        for (int i = at; i < end; i++) {
          if (b[i] != '-') {
            return false;
          }
        }
        ruled++;
        at = end;
      }
      return ruled == count;
    }

    /** A row has a word in each column; that of the errors may be empty. */
    boolean row(byte[] b, int from, int to) {
      int words = 0;
      for (int at = Ascii.skipBlanks(b, from, to); at < to; at = Ascii.skipBlanks(b, at, to)) {
        at = wordEnd(b, at, to);
        words++;
      }
      boolean noErrors = errors >= 0 && words == count - 1;
      if (words != count && !noErrors) {
        return false;
      }
      callsFrom = -1;
      int word = 0;
      for (int at = Ascii.skipBlanks(b, from, to); at < to; at = Ascii.skipBlanks(b, at, to)) {
        int column = noErrors && word >= errors ? word + 1 : word;
        int end = wordEnd(b, at, to);
        if (column == name) {
          nameFrom = at;
          nameTo = end;
        } else if (column == calls) {
          callsFrom = at;
          callsTo = end;
        }
        word++;
        at = end;
      }
      return true;
    }

    private static int wordEnd(byte[] b, int at, int to) {
      int end = at;
      while (end < to && b[end] != ' ') {
        end++;
      }
      return end;
    }

    private static boolean is(byte[] b, int from, int to, byte[] word) {
      return to - from == word.length && Ascii.startsWith(b, from, to, word);
    }
  }
}

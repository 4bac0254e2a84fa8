package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import org.jspecify.annotations.Nullable;

/**
 * Tells the lines apart. A call may go on over several of them, since file names are printed as
 * they are: until its end is found, every line is part of it that does not begin as a line of this
 * trace does.
 */
final class TraceLines {
  /** Frames of call chains stand behind 38 blanks, timestamps behind nine at most. */
  private static final int CHAIN = 30;

  /** More than the names of all files of a call can take: six of 4096 bytes. */
  private static final int LONGEST_NAMES = 6 << 12;

  private static final byte[] LOST = Ascii.bytes("LOST ");
  private static final byte[] LOST_END = Ascii.bytes(" events!");
  private static final byte[] UNREADABLE = Ascii.bytes("Problems reading syscall ");
  private static final byte[] INVALID = Ascii.bytes("Invalid syscall ");
  private static final byte[] ENTER = Ascii.bytes("syscalls:sys_enter_");
  private static final byte[] EXIT = Ascii.bytes("syscalls:sys_exit_");
  private static final byte ESCAPE = 0x1b;

  private final LineTally tally;
  private final Arch arch;
  private final LineHead head = new LineHead();
  private final CallEnd callEnd;
  private final Arguments arguments;
  private final Calls calls;
  private final CallTable table;
  private final IntegerText integer = new IntegerText();
  private byte[] plain = new byte[0];

  /** The columns that all lines have; -1 before the first call. */
  private int shape = -1;

  /** Whether calls were seen, and such as only perf prints. */
  private boolean traced;

  private boolean typical;

  /** The call that goes on in the next line, and how many bytes it may have there. */
  private @Nullable Task unended;

  private int room;

  TraceLines(Delivery delivery, TraceSink sink, Arch arch) {
    tally = delivery.tally;
    this.arch = arch;
    Constants constants = Constants.of(arch);
    callEnd = new CallEnd(constants);
    arguments = new Arguments(constants);
    calls = new Calls(delivery, sink, arch);
    table = new CallTable(delivery, arch);
  }

  boolean typical() {
    return typical;
  }

  boolean narrow() {
    return calls.narrow;
  }

  /** The trace ends. */
  void end() {
    unended = null;
    calls.abandonAll();
  }

  void line(long number, byte[] b, int from, int to) {
    if (indexOf(b, from, to, ESCAPE) >= 0) {
      colourless(number, b, from, to);
      return;
    }
    boolean begins =
        !chain(b, from, to) && head.read(b, from, to) && (shape < 0 || head.shape == shape);
    Task open = unended;
    if (open != null && !begins) {
      goOn(number, open, b, from, to);
      return;
    }
    if (open != null) {
      endUnseen(open);
    }
    if (begins) {
      headed(number, b, from, to);
    } else {
      other(number, b, from, to);
    }
  }

  /** Without the colours that perf gives to terminals: {@code ESC [ ... m}. */
  private void colourless(long number, byte[] b, int from, int to) {
    if (plain.length < to - from) {
      plain = new byte[to - from];
    }
    int length = 0;
    for (int i = from; i < to; i++) {
      if (b[i] == ESCAPE) {
        int end = i + 1;
        while (end < to && (b[end] == '[' || b[end] == ';' || Ascii.isDigit(b[end]))) {
          end++;
        }
        i = end < to && b[end] == 'm' ? end : i;
      } else {
        plain[length++] = b[i];
      }
    }
    line(number, plain, 0, length);
  }

  private void goOn(long number, Task open, byte[] b, int from, int to) {
    room -= to - from + 1;
    if (room < 0) {
      endUnseen(open);
      other(number, b, from, to);
      return;
    }
    open.lines++;
    if (callEnd.find(b, from, to)) {
      unended = null;
      ended(open);
    }
  }

  /** perf prints whole calls, so the end is there, behind what is hard to tell from it. */
  private void endUnseen(Task open) {
    unended = null;
    callEnd.kind = CallEnd.Kind.RETURNED;
    calls.end(open, callEnd);
  }

  private void ended(Task task) {
    if (callEnd.kind != CallEnd.Kind.INTERRUPTED) {
      calls.end(task, callEnd);
    }
  }

  private void headed(long number, byte[] b, int from, int to) {
    switch (head.body) {
      case CALL -> call(number, b, from, to);
      case CONTINUED -> continued(number, b, from, to);
      case FAULT -> tally.ignored("page fault");
      case EVENT -> event(number, b, from, to);
      case NONE -> other(number, b, from, to);
    }
  }

  private void call(long number, byte[] b, int from, int to) {
    Task task = calls.task(head.tid);
    Syscall syscall = syscall(task, number, b, from, head.nameFrom, to);
    if (syscall == null) {
      return;
    }
    calls.begin(task, syscall);
    seen();
    int open = head.nameTo + 1;
    boolean whole = callEnd.find(b, open, to);
    arguments.read(task, syscall, b, open, whole ? callEnd.close : to, whole);
    if (arguments.wide) {
      calls.wide(task);
    }
    if (whole) {
      ended(task);
    } else {
      unended = task;
      room = LONGEST_NAMES;
    }
  }

  private void continued(long number, byte[] b, int from, int to) {
    int open = head.nameTo + 1;
    if (!callEnd.find(b, open, to) || callEnd.kind == CallEnd.Kind.INTERRUPTED) {
      tally.failed(number, "no result", b, from, to);
      return;
    }
    Task task = calls.task(head.tid);
    Syscall syscall = syscall(task, number, b, from, head.nameFrom, to);
    if (syscall != null) {
      seen();
      String name = Ascii.text(b, head.nameFrom, head.nameTo);
      calls.endContinued(task, name, syscall, callEnd);
    }
  }

  /** Of the tracepoints, those of calls are calls; without the return, since it has its own. */
  private void event(long number, byte[] b, int from, int to) {
    if (Ascii.startsWith(b, head.nameFrom, to, EXIT)) {
      tally.ignored("return");
    } else if (Ascii.startsWith(b, head.nameFrom, to, ENTER)) {
      Task task = calls.task(head.tid);
      Syscall syscall = syscall(task, number, b, from, head.nameFrom + ENTER.length, to);
      if (syscall != null) {
        seen();
        callEnd.kind = CallEnd.Kind.RETURNED;
        calls.entered(task, syscall, callEnd);
      }
    } else {
      tally.ignored("event that is no call");
    }
  }

  private @Nullable Syscall syscall(
      Task task, long number, byte[] b, int from, int nameFrom, int to) {
    Syscall syscall = calls.syscall(task, Ascii.text(b, nameFrom, head.nameTo));
    if (syscall == null) {
      String name = Excerpt.of(b, nameFrom, head.nameTo);
      tally.failed(number, "unknown syscall " + name + " of " + arch, b, from, to);
    }
    return syscall;
  }

  private void seen() {
    traced = true;
    shape = head.shape;
    typical |= head.typical();
  }

  private void other(long number, byte[] b, int from, int to) {
    if (table.line(number, b, from, to, traced)) {
      typical |= table.inside();
    } else if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored("blank");
    } else if (chain(b, from, to)) {
      tally.ignored("call chain");
    } else if (Ascii.startsWith(b, from, to, LOST)
        && integer.read(b, from + LOST.length, to)
        && Ascii.startsWith(b, integer.end, to, LOST_END)) {
      tally.lost(Loss.SAMPLES, Math.clamp(integer.value, 0, SyscallEvent.MOST_OCCURRENCES));
      tally.ignored("lost");
    } else if (Ascii.startsWith(b, from, to, UNREADABLE)
        || Ascii.startsWith(b, from, to, INVALID)) {
      tally.lost(Loss.SAMPLES, 1);
      tally.ignored("lost");
    } else {
      tally.failed(number, "no line of perf trace", b, from, to);
    }
  }

  private static boolean chain(byte[] b, int from, int to) {
    return Ascii.skipBlanks(b, from, Math.min(to, from + CHAIN)) == from + CHAIN;
  }

  private static int indexOf(byte[] b, int from, int to, byte sign) {
    for (int i = from; i < to; i++) {
      if (b[i] == sign) {
        return i;
      }
    }
    return -1;
  }
}

package dev.winnow.recorder.ftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Loss;
import dev.winnow.traces.SyscallEvent;

/**
 * The lines of ftrace:
 *
 * <pre>
 * sys_enter: NR 273 (7f7b2ab38a20, 18, 0, 7f7b2ab38a10, 0, 0)    six registers, whatever the arity
 * sys_exit: NR 273 = -2
 * sys_openat(dfd: 0xffffff9c, filename: 0x7f55, flags: 0x80000, mode: 0)    all hexadecimal
 * sys_openat -&gt; 0xfffffffffffffffe
 * sys_enter_openat:     dfd: 0xffffff9c, …    trace-cmd; with -R {@code dfd=0xffffff9c filename=…}
 * sys_exit_openat:      0x3
 * </pre>
 */
final class FtraceLines {
  private static final byte[] RAW_ENTER = Ascii.bytes("sys_enter:");
  private static final byte[] RAW_EXIT = Ascii.bytes("sys_exit:");
  private static final byte[] ENTER = Ascii.bytes("sys_enter_");
  private static final byte[] EXIT = Ascii.bytes("sys_exit_");
  private static final byte[] SYS = Ascii.bytes("sys_");
  private static final byte[] ARROW = Ascii.bytes(" -> ");
  private static final byte[] NUMBER = Ascii.bytes("NR ");
  private static final byte[] CPU = Ascii.bytes("CPU:");
  private static final byte[] LOST = Ascii.bytes(" [LOST ");
  private static final byte[] BRACKET = Ascii.bytes("[");
  private static final byte[] EVENTS = Ascii.bytes("EVENTS");
  private static final byte[] DROPPED = Ascii.bytes("EVENTS DROPPED]");
  private static final byte[] WRITTEN = Ascii.bytes("# entries-in-buffer/entries-written: ");
  private static final byte[] CPUS = Ascii.bytes("cpus=");
  private static final byte[] CPU_IS = Ascii.bytes("CPU ");
  private static final byte[] VERSION = Ascii.bytes("version = ");
  private static final byte[] RESULT = Ascii.bytes("ret=");

  private final LineTally tally;
  private final FtraceCalls calls;
  private final LinePrefix prefix = new LinePrefix();
  private final IntegerText integer = new IntegerText();
  private final long[] registers = new long[SyscallEvent.ARGUMENTS];

  FtraceLines(LineTally tally, FtraceCalls calls) {
    this.tally = tally;
    this.calls = calls;
  }

  void line(long number, byte[] b, int from, int to) {
    int at = prefix.read(b, from, to);
    if (at < 0) {
      other(number, b, from, to);
    } else if (!event(b, at, to)) {
      tally.failed(number, "no entry or exit of a syscall as ftrace writes it", b, from, to);
    }
  }

  private boolean event(byte[] b, int at, int to) {
    if (Ascii.startsWith(b, at, to, RAW_ENTER)) {
      return rawEnter(b, Ascii.skipBlanks(b, at + RAW_ENTER.length, to), to);
    }
    if (Ascii.startsWith(b, at, to, RAW_EXIT)) {
      return rawExit(b, Ascii.skipBlanks(b, at + RAW_EXIT.length, to), to);
    }
    int from = at + SYS.length;
    boolean enters = Ascii.startsWith(b, at, to, ENTER);
    boolean exits = Ascii.startsWith(b, at, to, EXIT);
    if (enters || exits) {
      from = at + (enters ? ENTER : EXIT).length;
      int end = Ascii.name(b, from, to);
      if (end > from && end < to && b[end] == ':') {
        int body = Ascii.skipBlanks(b, end + 1, to);
        return enters
            ? calls.enter(prefix.tid, b, from, end, body, to)
            : exit(b, from, end, body, to);
      }
      return false;
    }
    int end = Ascii.name(b, from, to);
    if (end > from && end < to && b[end] == '(') {
      return b[to - 1] == ')' && calls.enter(prefix.tid, b, from, end, end + 1, to - 1);
    }
    return end > from
        && Ascii.startsWith(b, end, to, ARROW)
        && exit(b, from, end, end + ARROW.length, to);
  }

  /** {@code NR 273 (7f7b2ab38a20, 18, 0, 7f7b2ab38a10, 0, 0)}. */
  private boolean rawEnter(byte[] b, int at, int to) {
    int number = number(b, at, to);
    int i = integer.end;
    if (number < -1 || i + 1 >= to || b[i] != ' ' || b[i + 1] != '(') {
      return false;
    }
    i += 2;
    for (int argument = 0; argument < registers.length; argument++) {
      i = register(argument, b, i, to);
      byte closing = argument == registers.length - 1 ? (byte) ')' : (byte) ',';
      if (i < 0 || i >= to || b[i] != closing) {
        return false;
      }
      i = Ascii.skipBlanks(b, i + 1, to);
    }
    return i == to && calls.enter(prefix.tid, number, registers);
  }

  /** Reads hexadecimal digits without {@code 0x}; their end, or -1. */
  private int register(int argument, byte[] b, int from, int to) {
    long value = 0;
    int i = from;
    while (i < to && Ascii.hexDigit(b[i]) >= 0) {
      value = value << 4 | Ascii.hexDigit(b[i]);
      i++;
    }
    registers[argument] = value;
    return i > from && i - from <= 16 ? i : -1;
  }

  /** {@code NR 273 = -2}. */
  private boolean rawExit(byte[] b, int at, int to) {
    int number = number(b, at, to);
    int i = integer.end;
    boolean shown = number >= -1 && i + 3 < to && b[i] == ' ' && b[i + 1] == '=' && b[i + 2] == ' ';
    return shown
        && integer.read(b, i + 3, to)
        && integer.end == to
        && calls.exit(prefix.tid, number, integer.value);
  }

  /** The number after {@code NR}, -1 where the kernel has none any more; -2 if there is none. */
  private int number(byte[] b, int at, int to) {
    boolean read = Ascii.startsWith(b, at, to, NUMBER) && integer.read(b, at + NUMBER.length, to);
    return read && integer.value >= -1 && integer.value <= Integer.MAX_VALUE
        ? (int) integer.value
        : -2;
  }

  /** {@code 0x3}, or with trace-cmd's -R {@code __syscall_nr=257 ret=0x3}. */
  private boolean exit(byte[] b, int from, int end, int body, int to) {
    int named = Ascii.indexOf(b, body, to, RESULT);
    int at = named < 0 ? body : named + RESULT.length;
    return integer.read(b, at, to)
        && integer.end == to
        && !integer.negative
        && calls.exit(prefix.tid, b, from, end, integer.value);
  }

  private void other(long number, byte[] b, int from, int to) {
    if (Ascii.skipBlanks(b, from, to) == to) {
      tally.ignored("blank");
    } else if (b[from] == '#') {
      overwritten(b, from, to);
      tally.ignored("header");
    } else if (Ascii.startsWith(b, from, to, CPU) && Ascii.indexOf(b, from, to, EVENTS) > 0) {
      lost(b, from, to);
      tally.ignored("lost");
    } else if (Ascii.startsWith(b, from, to, CPUS)
        || Ascii.startsWith(b, from, to, CPU_IS)
        || Ascii.startsWith(b, from, to, VERSION)) {
      tally.ignored("header");
    } else if (prefix.isOther(b, from, to)) {
      tally.ignored("other event");
    } else {
      tally.failed(number, "no line of ftrace", b, from, to);
    }
  }

  /** {@code # entries-in-buffer/entries-written: 1447/5000}: the rest was overwritten. */
  private void overwritten(byte[] b, int from, int to) {
    if (!Ascii.startsWith(b, from, to, WRITTEN)
        || !integer.read(b, from + WRITTEN.length, to)
        || integer.end >= to
        || b[integer.end] != '/') {
      return;
    }
    long kept = integer.value;
    if (integer.read(b, integer.end + 1, to) && integer.value > kept && kept >= 0) {
      lost(integer.value - kept);
    }
  }

  /** {@code CPU:1 [LOST 123 EVENTS]}, or trace-cmd's {@code CPU:1 [123 EVENTS DROPPED]}. */
  private void lost(byte[] b, int from, int to) {
    int bracket = Ascii.indexOf(b, from, to, LOST);
    int dropped = Ascii.indexOf(b, from, to, DROPPED);
    int at = dropped >= 0 ? Ascii.indexOf(b, from, to, BRACKET) + 1 : bracket + LOST.length;
    boolean counted = integer.read(b, at, to) && integer.value > 0;
    lost(counted ? integer.value : 1);
  }

  private void lost(long count) {
    tally.lost(Loss.SAMPLES, Math.min(count, SyscallEvent.MOST_OCCURRENCES));
    calls.lost();
  }
}

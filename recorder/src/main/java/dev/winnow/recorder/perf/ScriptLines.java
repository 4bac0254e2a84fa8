package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.LineReader;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Understands single lines of {@code perf script}. */
final class ScriptLines implements LineReader {
  private static final byte[] RAW = Ascii.bytes("raw_syscalls:sys_e");
  private static final byte[] RAW_ENTER = Ascii.bytes("raw_syscalls:sys_enter:");
  private static final byte[] RAW_EXIT = Ascii.bytes("raw_syscalls:sys_exit:");
  private static final byte[] ENTER = Ascii.bytes("syscalls:sys_enter_");
  private static final byte[] EXIT = Ascii.bytes("syscalls:sys_exit_");
  private static final byte[] RECORD = Ascii.bytes("PERF_RECORD_");
  private static final byte[] NUMBER = Ascii.bytes("NR ");
  private static final byte[] ABI = Ascii.bytes("ABI:");
  private static final byte[] OWN = Ascii.bytes("[ perf ");
  private static final byte[] NO_BYTES = new byte[0];

  /** Trace events go by the kernel's function; where that differs, the name in unistd.h. */
  private static final Map<String, String> NAME_OF_FUNCTION =
      Map.of(
          "newstat", "stat",
          "newlstat", "lstat",
          "newfstat", "fstat",
          "newuname", "uname",
          "sendfile64", "sendfile",
          "umount", "umount2");

  private final Calls calls;
  private final LineTally tally;
  private final Arch arch;
  private final ScriptHead head = new ScriptHead();
  private final ScriptTasks tasks;
  private final long[] registers = new long[SyscallEvent.ARGUMENTS];
  private byte[] lastName = NO_BYTES;
  private @Nullable Syscall lastSyscall;
  private int at;
  private long value;

  /** Whether events of syscalls:* were seen. */
  boolean named;

  /** Whether an event did not say its thread. */
  boolean withoutTid;

  ScriptLines(Calls calls, LineTally tally, Arch arch) {
    this.calls = calls;
    this.tally = tally;
    this.arch = arch;
    tasks = new ScriptTasks(calls, tally);
  }

  @Override
  public void line(byte[] b, int from, int to, boolean ended) {
    long number = tally.nextLine();
    String problem = from == to || b[from] == '\t' ? callChain() : understand(b, from, to);
    if (problem != null) {
      tally.failed(number, problem, b, from, to);
    }
  }

  @Override
  public void tooLong(byte[] b, int length) {
    tally.failed(tally.nextLine(), "too long", b, 0, length);
  }

  private @Nullable String callChain() {
    tally.ignored("call chains and empty lines");
    return null;
  }

  /** Takes one line; returns what is wrong with it, or null. */
  private @Nullable String understand(byte[] b, int from, int to) {
    int raw = lastIndexOf(b, from, to, RAW);
    if (raw >= 0) {
      boolean enter = Ascii.startsWith(b, raw, to, RAW_ENTER);
      int end = raw + (enter ? RAW_ENTER.length : RAW_EXIT.length);
      boolean known = enter || Ascii.startsWith(b, raw, to, RAW_EXIT);
      return known
          ? raw(b, from, raw, Ascii.skipBlanks(b, end, to), to)
          : "neither sys_enter nor sys_exit of raw_syscalls";
    }
    int record = lastIndexOf(b, from, to, RECORD);
    if (record >= 0) {
      tasks.record(b, record + RECORD.length, to);
      return null;
    }
    int enter = lastIndexOf(b, from, to, ENTER);
    int exit = lastIndexOf(b, from, to, EXIT);
    if (enter > exit) {
      return named(b, from, enter, enter + ENTER.length, to, true);
    }
    if (exit >= 0) {
      return named(b, from, exit, exit + EXIT.length, to, false);
    }
    return other(b, from, to);
  }

  private @Nullable String other(byte[] b, int from, int to) {
    int number = lastIndexOf(b, from, to, NUMBER);
    if (number >= 0 && (number == from || b[number - 1] == ' ')) {
      return raw(b, from, number, number, to);
    }
    if (b[from] == '#' || Ascii.startsWith(b, from, to, OWN)) {
      tally.ignored("comments");
      return null;
    }
    return tasks.lostChunks(b, from, to) ? null : "not a line of perf script";
  }

  /** {@code NR 9 (0, 2000, 3, 22, ffffffff, 0)} or {@code NR 9 = 140}. */
  private @Nullable String raw(byte[] b, int from, int event, int number, int to) {
    if (!Ascii.startsWith(b, number, to, NUMBER) || !head.read(b, from, event)) {
      return "not an event of raw_syscalls";
    }
    at = number + NUMBER.length;
    if (!decimal(b, to) || at + 2 >= to || b[at] != ' ') {
      return "expected a number behind NR";
    }
    long nr = value;
    withoutTid |= !head.hasTid;
    if (b[at + 1] == '(') {
      at += 2;
      if (!registers(b, to)) {
        return "expected six registers in hexadecimal";
      }
      calls.enter(head.tid, head.pid, nr, registers, 0, registers.length, abi(b, to));
      return null;
    }
    at += 3;
    if (b[at - 2] != '=' || !decimal(b, to)) {
      return "expected a result behind =";
    }
    long result = value;
    calls.exit(head.tid, head.pid, nr, result, abi(b, to));
    return null;
  }

  private boolean registers(byte[] b, int to) {
    for (int i = 0; i < registers.length; i++) {
      boolean last = i == registers.length - 1;
      if (!hexadecimal(b, to) || at >= to || b[at] != (last ? ')' : ',')) {
        return false;
      }
      registers[i] = value;
      at += last ? 1 : 2;
    }
    return true;
  }

  /** The ABI behind the event, of {@code -F +uregs}. */
  private @Nullable Arch abi(byte[] b, int to) {
    int place = Ascii.indexOf(b, at, to, ABI);
    if (place < 0 || place + ABI.length >= to) {
      return null;
    }
    return switch (b[place + ABI.length]) {
      case '1' -> Arch.I386;
      case '2' -> Arch.X86_64;
      default -> null;
    };
  }

  /** {@code openat: dfd: 0xffffff9c, filename: 0x55, flags: 0x42} or {@code openat: 0x3}. */
  private @Nullable String named(byte[] b, int from, int event, int name, int to, boolean enter) {
    int colon = Ascii.name(b, name, to);
    if (colon >= to || b[colon] != ':' || !head.read(b, from, event)) {
      return "not an event of syscalls:*";
    }
    Syscall syscall = syscall(b, name, colon);
    if (syscall == null) {
      return "no system call of " + tableArch() + " has this name";
    }
    at = Ascii.skipBlanks(b, colon + 1, to);
    named = true;
    withoutTid |= !head.hasTid;
    Arch said = tableArch();
    if (!enter) {
      boolean shown = prefixedHexadecimal(b, to);
      if (shown) {
        calls.exit(head.tid, head.pid, syscall.number(), value, said);
      }
      return shown ? null : "expected a result in hexadecimal";
    }
    int shown = arguments(b, to);
    if (shown < 0) {
      return "expected arguments such as \"fd: 0x00000003\"";
    }
    calls.enter(head.tid, head.pid, syscall.number(), registers, 0, shown, said);
    return null;
  }

  /** Reads the arguments into registers; returns how many, or -1. */
  private int arguments(byte[] b, int to) {
    int count = 0;
    while (at < to && count < registers.length) {
      at = Ascii.name(b, at, to) + 2;
      if (at >= to || b[at - 2] != ':' || b[at - 1] != ' ' || !prefixedHexadecimal(b, to)) {
        return -1;
      }
      registers[count++] = value;
      if (at + 1 < to && b[at] == ' ' && b[at + 1] == '"') {
        at = text(b, at + 2, to);
      }
      if (at + 1 < to && b[at] == ',' && b[at + 1] == ' ') {
        at += 2;
      } else {
        break;
      }
    }
    return count;
  }

  /** Skips a string that newer kernels show behind its address. */
  private static int text(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != '"') {
      i++;
    }
    return Math.min(i + 1, to);
  }

  private @Nullable Syscall syscall(byte[] b, int from, int to) {
    boolean same = lastName.length == to - from && Ascii.startsWith(b, from, to, lastName);
    if (!same || lastSyscall == null) {
      String function = Ascii.text(b, from, to);
      lastName = Ascii.bytes(function);
      String name = NAME_OF_FUNCTION.getOrDefault(function, function);
      lastSyscall = SyscallTable.of(tableArch()).byName(name);
    }
    return lastSyscall;
  }

  /** Trace events with names are made for the native ABI alone. */
  private Arch tableArch() {
    return arch == Arch.I386 || arch == Arch.X32 ? Arch.X86_64 : arch;
  }

  private boolean decimal(byte[] b, int to) {
    boolean negative = at < to && b[at] == '-';
    int i = negative ? at + 1 : at;
    int first = i;
    long number = 0;
    while (i < to && Ascii.isDigit(b[i])) {
      number = number * 10 + b[i] - '0';
      i++;
    }
    value = negative ? -number : number;
    at = i;
    return i > first && i - first <= 19;
  }

  private boolean prefixedHexadecimal(byte[] b, int to) {
    if (at + 2 >= to || b[at] != '0' || b[at + 1] != 'x') {
      return false;
    }
    at += 2;
    return hexadecimal(b, to);
  }

  private boolean hexadecimal(byte[] b, int to) {
    int first = at;
    long number = 0;
    int digit = at < to ? Ascii.hexDigit(b[at]) : -1;
    while (digit >= 0) {
      number = (number << 4) | digit;
      at++;
      digit = at < to ? Ascii.hexDigit(b[at]) : -1;
    }
    value = number;
    return at > first && at - first <= 16;
  }

  private static int lastIndexOf(byte[] b, int from, int to, byte[] text) {
    for (int i = to - text.length; i >= from; i--) {
      if (b[i] == text[0] && Ascii.startsWith(b, i, to, text)) {
        return i;
      }
    }
    return -1;
  }
}

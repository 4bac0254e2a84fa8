package dev.winnow.recorder.audit;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of syscalls and of seccomp, as events. */
final class AuditRecords {
  private static final byte[] ARCH = Ascii.bytes("arch=");
  private static final byte[] LATER_ARCH = Ascii.bytes(" arch=");
  private static final byte[] SYSCALL = Ascii.bytes(" syscall=");
  private static final byte[] PID = Ascii.bytes(" pid=");
  private static final byte[] EXIT = Ascii.bytes(" exit=");
  private static final byte[] CODE = Ascii.bytes(" code=");
  private static final byte[] COMM = Ascii.bytes(" comm=");
  private static final byte[] HEX = Ascii.bytes("0x");
  private static final List<byte[]> ARGUMENTS =
      List.of(Ascii.bytes(" a0="), Ascii.bytes(" a1="), Ascii.bytes(" a2="), Ascii.bytes(" a3="));

  /** What auditd appends in other words when its log_format is ENRICHED. */
  private static final byte ENRICHED = 0x1d;

  /** {@code SECCOMP_RET_KILL_PROCESS} of linux/seccomp.h; {@code KILL_THREAD} is 0. */
  private static final long KILL_PROCESS = 0x8000_0000L;

  private final Delivery delivery;
  private final Fields field = new Fields();
  private final IntegerText integer = new IntegerText();
  private final Interpreted words = new Interpreted();
  private int number;
  private long value;

  /** Records of seccomp so far. */
  long seccomp;

  AuditRecords(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Delivers a SYSCALL record, or says why not. */
  @Nullable String syscall(byte[] b, int from, int to, boolean interpreted) {
    int enriched = enriched(b, from, to);
    int comm = Ascii.indexOf(b, from, enriched, COMM);
    int limit = comm < 0 ? enriched : comm;
    if (!Ascii.startsWith(b, from, limit, ARCH)) {
      return "no arch at the start of the record";
    }
    field.first(b, from, limit, ARCH);
    String problem = call(b, from, limit, interpreted, false);
    if (problem != null) {
      return problem;
    }
    if (!arguments(b, from, limit, interpreted)) {
      return "an argument is no number";
    }
    if (field.first(b, from, limit, EXIT)) {
      result(b, interpreted);
    }
    deliver();
    return null;
  }

  /** Delivers a SECCOMP record, or says why not. */
  @Nullable String seccomp(byte[] b, int from, int to, boolean interpreted) {
    int limit = enriched(b, from, to);
    if (!field.last(b, from, limit, LATER_ARCH)) {
      return "no arch";
    }
    String problem = call(b, from, limit, interpreted, true);
    if (problem != null) {
      return problem;
    }
    if (!field.last(b, from, limit, CODE)) {
      return "no code";
    }
    if (!kills(b)) {
      delivery.event.setReturned();
    }
    seccomp++;
    deliver();
    return null;
  }

  /**
   * Begins the event of the call that a record names, whose arch is in the field, or says why not.
   *
   * @param behind whether text that a program chose stands before the syscall, or else behind it
   */
  private @Nullable String call(
      byte[] b, int from, int limit, boolean interpreted, boolean behind) {
    Arch arch = arch(b, interpreted);
    if (arch == null) {
      return "winnow has no table for arch=" + Excerpt.of(b, field.from, field.to);
    }
    boolean found =
        behind ? field.last(b, from, limit, SYSCALL) : field.first(b, from, limit, SYSCALL);
    if (!found || !number(arch, b, interpreted)) {
      return "no syscall that " + arch + " has";
    }
    if (!pid(b, from, limit)) {
      return "no pid";
    }
    delivery.event.reset(abi(arch, number), number, (int) integer.value);
    delivery.event.hideArguments();
    return null;
  }

  private void deliver() {
    delivery.tally.parsed();
    delivery.deliver();
  }

  private static int enriched(byte[] b, int from, int to) {
    int i = from;
    while (i < to && b[i] != ENRICHED) {
      i++;
    }
    while (i > from && b[i - 1] == ' ') {
      i--;
    }
    return i;
  }

  private @Nullable Arch arch(byte[] b, boolean interpreted) {
    if (interpreted) {
      return Arch.ofLabel(Ascii.text(b, field.from, field.to));
    }
    long token = 0;
    for (int i = field.from; i < field.to; i++) {
      int digit = Ascii.hexDigit(b[i]);
      if (digit < 0 || i - field.from >= 8) {
        return null;
      }
      token = token << 4 | digit;
    }
    return Arch.ofAuditToken((int) token);
  }

  /** x32 has the token of x86_64; the number tells them apart. */
  private static Arch abi(Arch arch, int number) {
    Arch abi = Arch.of(arch.auditToken(), number);
    return abi == null ? arch : abi;
  }

  private boolean number(Arch arch, byte[] b, boolean interpreted) {
    if (integer.read(b, field.from, field.to) && integer.end == field.to) {
      number = (int) integer.value;
      return number == integer.value;
    }
    Syscall named = interpreted ? words.syscall(arch, Ascii.text(b, field.from, field.to)) : null;
    number = named == null ? -1 : named.number();
    return named != null;
  }

  /** Reads the pid into the integer. */
  private boolean pid(byte[] b, int from, int limit) {
    return field.first(b, from, limit, PID)
        && integer.read(b, field.from, field.to)
        && integer.end == field.to
        && integer.value > 0
        && integer.value <= Integer.MAX_VALUE;
  }

  private boolean arguments(byte[] b, int from, int limit, boolean interpreted) {
    SyscallEvent event = delivery.event;
    Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
    int arity = syscall == null ? ARGUMENTS.size() : syscall.arity();
    for (int i = 0; i < Math.min(ARGUMENTS.size(), arity); i++) {
      if (!field.first(b, from, limit, ARGUMENTS.get(i))) {
        continue;
      }
      Argument argument = syscall == null ? null : syscall.arguments().get(i);
      if (argument != null && argument.kind() == Kind.POINTER) {
        continue;
      }
      boolean named = interpreted && !Ascii.startsWith(b, field.from, field.to, HEX);
      if (named) {
        named(event, syscall, argument, i, b);
      } else if (hexadecimal(b, interpreted ? field.from + HEX.length : field.from)) {
        event.setValue(i, value & (argument == null ? registers(event.arch()) : argument.mask()));
      } else {
        return false;
      }
    }
    return true;
  }

  private void named(
      SyscallEvent event, @Nullable Syscall syscall, @Nullable Argument argument, int i, byte[] b) {
    if (syscall != null && argument != null && words.isExact(event.arch(), argument, b, field)) {
      event.setValue(i, words.value & argument.mask());
    } else if (syscall != null && argument != null) {
      String text = Excerpt.of(b, field.from, field.to);
      delivery.undecoded(syscall.name(), argument.name(), i, text);
    }
  }

  private static long registers(Arch arch) {
    return arch.registerBits() == 64 ? -1L : 0xffff_ffffL;
  }

  private boolean hexadecimal(byte[] b, int from) {
    value = 0;
    for (int i = from; i < field.to; i++) {
      int digit = Ascii.hexDigit(b[i]);
      if (digit < 0 || i - from >= 16) {
        return false;
      }
      value = value << 4 | digit;
    }
    return field.to > from;
  }

  private void result(byte[] b, boolean interpreted) {
    SyscallEvent event = delivery.event;
    if (integer.read(b, field.from, field.to) && integer.end == field.to) {
      event.setResult(integer.value);
    } else if (interpreted && words.isError(event.arch(), b, field)) {
      event.setResult(-words.value);
    } else {
      event.setReturned();
    }
  }

  /** Whether the filter ended the call and the thread; {@code b} has the action in the field. */
  private boolean kills(byte[] b) {
    if (integer.read(b, field.from, field.to)) {
      return integer.value == 0 || integer.value == KILL_PROCESS;
    }
    return b[field.from] == 'k';
  }
}

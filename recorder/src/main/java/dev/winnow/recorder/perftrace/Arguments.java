package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.IntegerText;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ConstantFamily;
import dev.winnow.traces.Constants;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What is certain among the arguments {@code fd: 4</etc/passwd>, count: 8192}: numbers, and the
 * names of those that are one choice out of a list. Not flags, of which bits without a name are
 * left out; not addresses. Arguments without names have no place, since zeros are left out.
 *
 * <p>File names stand there as they are, with any sign in them, and end at the last {@code >}.
 */
final class Arguments {
  private static final long AT_FDCWD = -100;

  private static final byte[] QUOTE = Ascii.bytes("\"");

  /** What perf prints from an array of names by the whole value (strarray), else as a number. */
  private static final Set<String> CHOICES =
      Set.of(
          "lseek.whence",
          "fcntl.cmd",
          "prctl.option",
          "arch_prctl.option",
          "rt_sigprocmask.how",
          "epoll_ctl.op",
          "getrlimit.resource",
          "setrlimit.resource",
          "prlimit64.resource",
          "getitimer.which",
          "setitimer.which",
          "socket.family",
          "socketpair.family");

  private final Constants constants;
  private final IntegerText integer = new IntegerText();

  /** Whether a number did not fit 32 bits, as none of a 32-bit program can. */
  boolean wide;

  Arguments(Constants constants) {
    this.constants = constants;
  }

  /**
   * Reads {@code b[from, to)} into {@code task}.
   *
   * @param whole false if the line ends within the last of them
   */
  void read(Task task, Syscall syscall, byte[] b, int from, int to, boolean whole) {
    task.shown = 0;
    wide = false;
    int at = from;
    while (at >= 0 && at < to) {
      int colon = Ascii.name(b, at, to);
      if (colon == at || colon + 1 >= to || b[colon] != ':' || b[colon + 1] != ' ') {
        return;
      }
      int value = colon + 2;
      int end = valueEnd(b, value, to);
      boolean ended = end < to ? b[end] == ',' || b[end] == '<' || b[end] == ' ' : whole;
      if (ended) {
        value(task, syscall, Ascii.text(b, at, colon), b, value, end);
      }
      at = next(b, end, to, whole);
    }
  }

  private static int valueEnd(byte[] b, int from, int to) {
    int i = from;
    while (i < to && (Ascii.isNamePart(b[i]) || b[i] == '|' || b[i] == '-')) {
      i++;
    }
    return i;
  }

  /**
   * Where the next argument begins; -1 if there is none that can be found for certain. Newer perf
   * prints strings in quotes, and they may hold a {@code >} too.
   */
  private static int next(byte[] b, int end, int to, boolean whole) {
    int at = end;
    if (at < to && b[at] == '<') {
      if (!whole || Ascii.indexOf(b, end, to, QUOTE) >= 0) {
        return -1;
      }
      at = to - 1;
      while (at > end && b[at] != '>') {
        at--;
      }
      at++;
    }
    return at + 1 < to && b[at] == ',' && b[at + 1] == ' ' ? at + 2 : -1;
  }

  private void value(Task task, Syscall syscall, String name, byte[] b, int from, int end) {
    int index = syscall.indexOf(name);
    boolean number = integer.read(b, from, end) && integer.end == end;
    wide |= number && !integer.negative && integer.value >>> 32 != 0;
    if (index < 0) {
      return;
    }
    Argument argument = syscall.arguments().get(index);
    if (number && certain(argument.kind(), b, from)) {
      show(task, argument, index, integer.value);
    } else if (!number) {
      named(syscall, index, Ascii.text(b, from, end))
          .ifPresent(value -> show(task, argument, index, value));
    }
  }

  private static void show(Task task, Argument argument, int index, long value) {
    task.values[index] = value & argument.mask();
    task.shown |= 1 << index;
  }

  /** Hexadecimal flags may be what is left of them beside others that have no name. */
  private static boolean certain(Kind kind, byte[] b, int from) {
    return switch (kind) {
      case POINTER -> false;
      case FLAGS, MODE -> b[from] != '0';
      default -> true;
    };
  }

  private OptionalLong named(Syscall syscall, int index, String text) {
    Argument argument = syscall.arguments().get(index);
    if (argument.kind() == Kind.FD && (text.equals("CWD") || text.equals("AT_FDCWD"))) {
      return OptionalLong.of(AT_FDCWD);
    }
    ConstantFamily family =
        CHOICES.contains(syscall.name() + "." + argument.name())
            ? constants.family(syscall, index, Map.of())
            : null;
    return family == null ? OptionalLong.empty() : choice(family, text);
  }

  /** The one value that the name, with its prefix or without, has in the family. */
  private static OptionalLong choice(ConstantFamily family, String text) {
    OptionalLong exact = family.value(text);
    if (exact.isPresent()) {
      return exact;
    }
    long[] values =
        family.constants().stream()
            .filter(name -> name.endsWith("_" + text))
            .mapToLong(name -> family.value(name).orElseThrow())
            .distinct()
            .toArray();
    return values.length == 1 ? OptionalLong.of(values[0]) : OptionalLong.empty();
  }
}

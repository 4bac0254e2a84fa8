package dev.winnow.recorder.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a tracepoint's record holds what.
 *
 * @param kind what it records
 * @param raw whether it is of {@code raw_syscalls}, which sees calls of every ABI
 * @param number where the call's number is
 * @param numberSize its bytes, 4 or 8
 * @param values where the registers, or the result, are
 * @param valueSize their bytes, 4 or 8
 */
record Tracepoint(
    Kind kind, boolean raw, int number, int numberSize, List<Integer> values, int valueSize) {
  enum Kind {
    ENTER,
    EXIT,
    /** No system call. */
    OTHER
  }

  static final Tracepoint OTHER = new Tracepoint(Kind.OTHER, false, 0, 8, List.of(), 8);

  /** The layouts of raw_syscalls on 64-bit machines since Linux 2.6.32, for files without any. */
  static final Tracepoint RAW_ENTER =
      new Tracepoint(Kind.ENTER, true, 8, 8, List.of(16, 24, 32, 40, 48, 56), 8);

  static final Tracepoint RAW_EXIT = new Tracepoint(Kind.EXIT, true, 8, 8, List.of(16), 8);

  private static final Pattern FIELD =
      Pattern.compile(
          "field:([^;]*?)(\\w+)(?:\\[\\d+])?;\\s*offset:(\\d{1,4});\\s*size:(\\d{1,4});");
  private static final int REGISTERS = 6;

  Tracepoint {
    values = List.copyOf(values);
    if (values.size() > REGISTERS) {
      throw new IllegalArgumentException(values.size() + " values, expected at most " + REGISTERS);
    }
  }

  /** The bytes that a record must have. */
  int length() {
    int end = number + numberSize;
    for (int value : values) {
      end = Math.max(end, value + valueSize);
    }
    return end;
  }

  /**
   * Reads the text of a format file under {@code events/} of tracefs.
   *
   * @param system the folder, such as {@code raw_syscalls}
   */
  static Tracepoint of(String system, String name, String format) {
    boolean raw = system.equals("raw_syscalls");
    boolean one = system.equals("syscalls");
    boolean enter = raw ? name.equals("sys_enter") : one && name.startsWith("sys_enter_");
    boolean exit = raw ? name.equals("sys_exit") : one && name.startsWith("sys_exit_");
    return enter || exit ? of(raw, enter ? Kind.ENTER : Kind.EXIT, format) : OTHER;
  }

  private static Tracepoint of(boolean raw, Kind kind, String format) {
    int number = -1;
    int numberSize = 0;
    int valueSize = 0;
    List<Integer> values = new ArrayList<>();
    Matcher field = FIELD.matcher(format);
    while (field.find()) {
      String name = field.group(2);
      int offset = Integer.parseInt(field.group(3));
      int size = Integer.parseInt(field.group(4));
      if (name.equals(raw ? "id" : "__syscall_nr")) {
        number = offset;
        numberSize = size;
      } else if (raw && name.equals("args") && values.isEmpty() && size % REGISTERS == 0) {
        valueSize = size / REGISTERS;
        for (int i = 0; i < REGISTERS; i++) {
          values.add(offset + i * valueSize);
        }
      } else if (isValue(raw, kind, name) && values.size() < REGISTERS && sized(size)) {
        valueSize = size;
        values.add(offset);
      }
    }
    boolean usable = number >= 0 && sized(numberSize) && (values.isEmpty() || sized(valueSize));
    boolean result = kind == Kind.ENTER ? !raw || values.size() == REGISTERS : values.size() == 1;
    return usable && result
        ? new Tracepoint(kind, raw, number, numberSize, values, values.isEmpty() ? 8 : valueSize)
        : OTHER;
  }

  /** Of raw_syscalls only the result is a field of its own; of syscalls:* all arguments are. */
  private static boolean isValue(boolean raw, Kind kind, String name) {
    return raw ? kind == Kind.EXIT && name.equals("ret") : !name.startsWith("common_");
  }

  private static boolean sized(int size) {
    return size == Integer.BYTES || size == Long.BYTES;
  }
}

package dev.winnow.traces;

/**
 * Dynamic clock ids. A clockid_t with bit 31 set holds the complement of a pid or fd above bit 2
 * and the clock's type in bits 0 to 2 (linux/posix-timers_types.h), so its value differs in every
 * run while its type does not.
 */
public final class ClockIds {
  /** Bit 31 and the type. */
  public static final long TYPE_MASK = 0x80000007L;

  private ClockIds() {}

  /** Whether this argument is a clock id. */
  public static boolean isClock(Argument argument) {
    return argument.kind() == Kind.ENUM && argument.constants().equals("CLOCK_");
  }

  /** Whether the value of a clock id names a process, thread or file. */
  public static boolean isDynamic(long value) {
    return (value & 0x80000000L) != 0;
  }

  /** The value as evidence keeps it: of a dynamic id, only its type. */
  public static long canonical(Argument argument, long value) {
    return isClock(argument) && isDynamic(value) ? value & TYPE_MASK : value;
  }
}

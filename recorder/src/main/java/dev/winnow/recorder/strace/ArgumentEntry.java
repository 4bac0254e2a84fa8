package dev.winnow.recorder.strace;

import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.SyscallEvent;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What decoding one argument of a syscall needs. */
final class ArgumentEntry {
  /** C types of 64 bits that strace prints with their sign, so that -1 means all 64 bits. */
  private static final Set<String> SIGNED_64 =
      Set.of("long", "loff_t", "off_t", "ssize_t", "__kernel_long_t");

  /** {@code syscall.argument}, for counts. */
  final String label;

  /** It is an address, never decoded. */
  final boolean pointer;

  /** A string, structure or array printed here stands for its address. */
  final boolean addressOrValue;

  /** A negative number may be a 32-bit one, zero-extended, as well as a 64-bit one. */
  private final boolean signUnknown;

  /** When a positive number with bit 31 may be the lower half of a negative one; null for never. */
  private final @Nullable Narrowed narrowed;

  /** It is flags and, printed behind them, a mode. */
  final boolean modeAppended;

  /** The bits that count. */
  final long mask;

  /**
   * An argument that strace decodes.
   *
   * @param modeAppended whether a mode is printed behind its flags
   */
  ArgumentEntry(String syscall, Argument argument, boolean modeAppended) {
    label = syscall + "." + argument.name();
    pointer = argument.kind() == Kind.POINTER;
    addressOrValue = argument.kind() == Kind.OPAQUE;
    signUnknown =
        argument.width() == 64
            && argument.kind() != Kind.OFFSET
            && !SIGNED_64.contains(argument.type());
    boolean opaque = signUnknown && addressOrValue && argument.type().equals("unsigned long");
    narrowed = opaque ? Narrowed.of(syscall) : null;
    this.modeAppended = modeAppended;
    mask = argument.mask();
  }

  /** An argument that strace prints as the register it is in. */
  ArgumentEntry(String syscall, String name, boolean pointer, long mask) {
    label = syscall + "." + name;
    this.pointer = pointer;
    addressOrValue = true;
    signUnknown = false;
    narrowed = null;
    modeAppended = false;
    this.mask = mask;
  }

  /**
   * Whether a number leaves the upper half of the register open. Where strace prints an int, -1
   * stands for 0xffffffff as well as for 64 set bits; where it prints an unsigned int, so does
   * 4294967295.
   */
  boolean isHalf(long value, boolean negative, SyscallEvent event) {
    return (negative && signUnknown)
        || (value >>> 31 == 1 && narrowed != null && narrowed.applies(event));
  }
}

package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.ConstantFamily;
import dev.winnow.traces.Constants;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of one argument as people write them: by name where the argument's constants
 * have one, modes in octal, quantities in decimal, bit patterns in hexadecimal.
 */
final class ConstantPrinter {
  /** Families of enumerations whose values carry flag bits: socket(2)'s type, futex(2)'s op. */
  private static final Set<String> ENUMS_WITH_FLAGS = Set.of("SOCK_", "FUTEX_");

  private static final Set<Kind> QUANTITIES =
      Set.of(Kind.FD, Kind.SIZE, Kind.COUNT, Kind.OFFSET, Kind.ID, Kind.PID, Kind.SIGNAL);

  /** Up to here an identifier is easier to read in decimal. */
  private static final long LARGEST_DECIMAL = 9999;

  private final Arch arch;
  private final int width;
  private final Kind kind;
  private final boolean flags;
  private final @Nullable ConstantFamily family;

  /**
   * For a term of that width over an argument of the syscall, null if it is not in the table.
   *
   * @param known the values that other arguments can have there
   */
  ConstantPrinter(
      Arch arch,
      @Nullable Syscall syscall,
      int argument,
      int width,
      Map<Integer, Set<Long>> known) {
    this.arch = arch;
    this.width = width;
    if (syscall != null && argument < syscall.arity()) {
      Argument signature = syscall.arguments().get(argument);
      kind = signature.kind();
      flags = kind == Kind.FLAGS || ENUMS_WITH_FLAGS.contains(signature.constants());
      family = Constants.of(arch).family(syscall, argument, known);
    } else {
      kind = Kind.OPAQUE;
      flags = false;
      family = null;
    }
  }

  /** A value by its names, joined by {@code or}, or as a number: an item of a set. */
  String value(long value, String or) {
    List<String> names = names(value);
    return names.isEmpty() ? signed(value) : String.join(or, names);
  }

  /** The right side of {@code ==} and {@code !=}; in parentheses, since in C | binds weaker. */
  String operand(long value) {
    return names(value).size() > 1 ? "(" + value(value, " | ") + ")" : value(value, " | ");
  }

  /** A number, for orders and ranges, where a name would say nothing. */
  String number(long value) {
    return switch (kind) {
      case MODE -> value < 8 && value >= 0 ? Long.toString(value) : "0" + Long.toOctalString(value);
      case FLAGS -> value >= 0 && value <= 9 ? Long.toString(value) : hex(value);
      default -> {
        long most = QUANTITIES.contains(kind) ? 0xffffffffL : LARGEST_DECIMAL;
        yield value >= 0 && value <= most && !isSmallNegative(value)
            ? Long.toString(value)
            : hex(value);
      }
    };
  }

  /** The mask of a term, as it stands behind {@code &}; by what it leaves out, if that is less. */
  String mask(long mask) {
    boolean most = Long.bitCount(mask) > width / 2 || (kind == Kind.MODE && extended(mask) < 0);
    return most ? "~" + bits(~mask & Term.widthMask(width)) : bits(mask);
  }

  private String bits(long mask) {
    return mask == 0 || names(mask).isEmpty() ? number(mask) : operand(mask);
  }

  /** {@code -1} where the kernel's type may be signed and the value is close to 0. */
  private String signed(long value) {
    boolean number = kind == Kind.FD || kind == Kind.ID || kind == Kind.PID || kind == Kind.ENUM;
    return number && isSmallNegative(value) ? Long.toString(extended(value)) : number(value);
  }

  private boolean isSmallNegative(long value) {
    return extended(value) < 0 && extended(value) >= -4096;
  }

  private long extended(long value) {
    return value << (64 - width) >> (64 - width);
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }

  /** The names of a value; with flags, of all its bits, unnamed ones as one number; or none. */
  private List<String> names(long value) {
    if (family == null) {
      return List.of();
    }
    String exact = family.nameOf(value);
    if (exact == null) {
      exact = family.nameOf(extended(value));
    }
    if (exact != null && isReadAs(value, List.of(exact))) {
      return List.of(exact);
    }
    return flags && value != 0 ? namesOfBits(family, value) : List.of();
  }

  private List<String> namesOfBits(ConstantFamily names, long value) {
    List<String> found = names.namesOfBits(value);
    if (found != null) {
      return isReadAs(value, found) ? found : List.of();
    }
    long unnamed = 0;
    for (long rest = value; rest != 0; rest &= rest - 1) {
      long bit = Long.lowestOneBit(rest);
      unnamed |= names.namesOfBits(bit) == null ? bit : 0;
    }
    long named = value & ~unnamed;
    List<String> some = named == 0 ? null : names.namesOfBits(named);
    if (some == null || !isReadAs(named, some)) {
      return List.of();
    }
    List<String> all = new ArrayList<>(some);
    all.add(hex(unnamed));
    return all;
  }

  /** Whether the parser knows the names, and on this width reads their OR as the value. */
  private boolean isReadAs(long value, List<String> names) {
    long all = 0;
    for (String name : names) {
      OptionalLong known = Constants.of(arch).value(name);
      if (known.isEmpty()) {
        return false;
      }
      long cut = known.getAsLong() & Term.widthMask(width);
      if (cut != known.getAsLong() && extended(cut) != known.getAsLong()) {
        return false;
      }
      all |= cut;
    }
    return all == value;
  }
}

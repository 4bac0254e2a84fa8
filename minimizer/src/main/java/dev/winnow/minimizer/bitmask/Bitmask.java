package dev.winnow.minimizer.bitmask;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The allowed syscalls of one architecture. As bytes: bit n of byte n/8, least significant first;
 * what lies beyond the end is denied. x32 numbers stand without their bit 30.
 */
public final class Bitmask {
  /** Far above any syscall table: a longer file is something else. */
  static final int MOST_BYTES = 8192;

  private final BitSet allowed;

  Bitmask(BitSet allowed) {
    this.allowed = (BitSet) allowed.clone();
  }

  /**
   * Reads a bitmask.
   *
   * @throws IllegalArgumentException if there are more bytes than any syscall table has
   */
  public static Bitmask read(byte[] bytes) {
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          bytes.length + " bytes are no bitmask of syscalls; the longest has " + MOST_BYTES);
    }
    return new Bitmask(BitSet.valueOf(bytes));
  }

  /** The bytes, up to the last allowed syscall. */
  public byte[] write() {
    return allowed.toByteArray();
  }

  /** Whether the syscall is allowed, whatever its arguments. */
  public boolean allows(int number) {
    int index = number & ~Arch.X32_BIT;
    return index >= 0 && allowed.get(index);
  }

  /** The number of allowed syscalls. */
  public int size() {
    return allowed.cardinality();
  }

  /**
   * The syscalls that this allows and {@code current} does not, by name. The rule of 2009: a
   * process may only replace its bitmask by a subset, so an update needs this to be empty.
   */
  public List<String> beyond(Bitmask current, Arch arch) {
    BitSet more = (BitSet) allowed.clone();
    more.andNot(current.allowed);
    List<String> names = new ArrayList<>();
    more.stream().forEach(number -> names.add(name(arch, number)));
    return names;
  }

  /** A syscall's name by its place in the bitmask, such as {@code openat} or {@code nr(900)}. */
  static String name(Arch arch, int number) {
    return SyscallTable.of(arch).name(arch == Arch.X32 ? number | Arch.X32_BIT : number);
  }
}

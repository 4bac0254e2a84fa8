package dev.winnow.traces;

import java.util.Comparator;

/**
 * Whose syscall: every feature is kept by role, architecture and number.
 *
 * @param role the file that was exec'd last, as the trace names it; "" before the first
 * @param arch the architecture
 * @param number the number there
 */
public record SyscallKey(String role, Arch arch, int number) implements Comparable<SyscallKey> {
  private static final Comparator<SyscallKey> ORDER =
      Comparator.comparing(SyscallKey::role)
          .thenComparing(SyscallKey::arch)
          .thenComparing((a, b) -> Integer.compareUnsigned(a.number, b.number));

  @Override
  public int compareTo(SyscallKey other) {
    return ORDER.compare(this, other);
  }
}

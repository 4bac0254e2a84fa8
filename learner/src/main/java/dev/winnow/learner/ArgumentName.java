package dev.winnow.learner;

import dev.winnow.traces.Syscall;
import java.util.Comparator;

/**
 * An argument of a syscall, as templates name it.
 *
 * @param arch the architecture's label, or "" for all
 * @param syscall the syscall's name
 * @param argument the kernel's name of the argument
 */
public record ArgumentName(String arch, String syscall, String argument)
    implements Comparable<ArgumentName> {
  private static final Comparator<ArgumentName> ORDER =
      Comparator.comparing(ArgumentName::arch)
          .thenComparing(ArgumentName::syscall)
          .thenComparing(ArgumentName::argument);

  /** This argument on the architecture of {@code syscall} alone. */
  static ArgumentName of(Syscall syscall, int index) {
    return new ArgumentName(
        syscall.arch().label(), syscall.name(), syscall.arguments().get(index).name());
  }

  /** The same argument on every architecture. */
  ArgumentName everywhere() {
    return new ArgumentName("", syscall, argument);
  }

  /** {@code openat.flags}, or {@code i386:openat.flags}. */
  @Override
  public String toString() {
    return (arch.isEmpty() ? "" : arch + ":") + syscall + "." + argument;
  }

  @Override
  public int compareTo(ArgumentName other) {
    return ORDER.compare(this, other);
  }
}

package dev.winnow.traces;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syscalls of one architecture, as of the kernel version that {@link #kernel()} names. */
public final class SyscallTable {
  private final List<Syscall> all;

  private SyscallTable(List<Syscall> all) {
    this.all = all;
  }

  /** The table of {@code arch}; loaded once. */
  public static SyscallTable of(Arch arch) {
    return new SyscallTable(
        arch == Arch.X86_64 ? List.of() : List.of(new Syscall(arch, 0, "read", List.of())));
  }

  /** The syscall with this number, or null. */
  public @Nullable Syscall byNumber(int number) {
    return all.get(number);
  }

  /** The syscall with this name, or null. */
  public @Nullable Syscall byName(String name) {
    return all.get(name.length());
  }

  /** All of them, by number. */
  public List<Syscall> all() {
    return all;
  }

  /** The highest number in the table. */
  public int highest() {
    return all.size();
  }

  /** The kernel version whose tables these are, such as {@code 6.18}. */
  public String kernel() {
    return "6.18";
  }
}

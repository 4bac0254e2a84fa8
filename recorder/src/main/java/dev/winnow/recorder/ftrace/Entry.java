package dev.winnow.recorder.ftrace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import org.jspecify.annotations.Nullable;

/** What reading needs to know of a syscall, looked up once. */
final class Entry {
  final Arch arch;
  final int number;
  final @Nullable Syscall syscall;

  /** Whether its result is a new thread or process. */
  final boolean forks;

  /** Whether it starts another program, perhaps of another ABI. */
  final boolean executes;

  /** Whether it ends the thread, so that no exit follows. */
  final boolean ends;

  /** The argument that holds the flags of a clone, or -1. */
  final int cloneFlags;

  Entry(Arch arch, int number) {
    this.arch = arch;
    this.number = number;
    syscall = SyscallTable.of(arch).byNumber(number);
    String name = syscall == null ? "" : syscall.name();
    forks = name.equals("clone") || name.equals("clone3") || name.endsWith("fork");
    executes = name.equals("execve") || name.equals("execveat");
    cloneFlags = name.equals("clone") && syscall != null ? flags(syscall) : -1;
    ends = name.equals("exit") || name.equals("exit_group");
  }

  /** s390x has them behind the stack. */
  private static int flags(Syscall clone) {
    for (int i = 0; i < clone.arity(); i++) {
      if (clone.arguments().get(i).name().contains("flags")) {
        return i;
      }
    }
    return -1;
  }

  /** The number of the syscall whose function in the kernel is {@code sys_} and {@code name}. */
  static int numberOf(Arch arch, String name) {
    String listed =
        switch (name) {
          // SYSCALL_DEFINE names where they differ from arch/x86/entry/syscalls/syscall_64.tbl.
          case "newstat" -> "stat";
          case "newfstat" -> "fstat";
          case "newlstat" -> "lstat";
          case "newuname" -> "uname";
          case "umount" -> "umount2";
          default -> name;
        };
    SyscallTable table = SyscallTable.of(arch);
    Syscall syscall = table.byName(listed);
    if (syscall == null && name.equals("sendfile64")) {
      syscall = table.byName("sendfile");
    }
    return syscall == null ? -1 : syscall.number();
  }
}

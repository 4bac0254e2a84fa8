package dev.winnow.recorder.perf;

/** What a person should know of recordings by perf. */
final class Advice {
  static final String COMPAT =
      "syscalls:sys_enter_* do not see the calls of 32-bit programs, and none of the calls that"
          + " were not asked for; record raw_syscalls:sys_enter and raw_syscalls:sys_exit";
  static final String NO_LAUNCH =
      "the execve that starts the program is not in it, so that a policy learned from it lacks"
          + " execve; record raw_syscalls:sys_exit too, or let the policy begin behind it with"
          + " on_next_syscall: 1";
  static final String NO_EXITS =
      "it has no returns from calls, so that results are unknown; record raw_syscalls:sys_exit too";
  static final String NO_CALLS =
      "no system call is in it; record with perf record -e"
          + " raw_syscalls:sys_enter,raw_syscalls:sys_exit";

  private Advice() {}
}

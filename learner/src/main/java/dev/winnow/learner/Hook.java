package dev.winnow.learner;

/** Which calls of a program are points where it can begin a stage. */
final class Hook {
  private Hook() {}

  /**
   * Whether a program waits for work in it, again and again, so that its start is over behind the
   * first; the names of x86_64 and i386.
   */
  static boolean waits(String call) {
    return switch (call) {
      case "accept", "accept4" -> true;
      case "epoll_wait", "epoll_pwait", "epoll_pwait2" -> true;
      case "poll", "ppoll", "select", "_newselect", "pselect6" -> true;
      case "rt_sigsuspend", "rt_sigtimedwait", "pause" -> true;
      case "io_getevents", "io_uring_enter" -> true;
      default -> false;
    };
  }

  /** Whether it is called once, when a server begins to serve. */
  static boolean serves(String call) {
    return call.equals("listen");
  }

  /** Whether a program's last stage may begin behind it. */
  static boolean mayBeLast(String call) {
    return serves(call) || waits(call);
  }

  /**
   * Whether the program's own code makes the first of these in a process: the dynamic loader, and
   * libc on its own account, make some before any of it runs.
   */
  static boolean possible(String call) {
    return switch (call) {
      case "" -> false; // unknown to the table
      case "execve", "execveat" -> false;
      case "brk", "mmap", "mmap2", "munmap", "mprotect", "futex", "getrandom" -> false;
      case "access", "open", "openat", "read", "pread64", "close" -> false;
      case "fstat", "stat", "newfstatat", "statx" -> false;
      case "arch_prctl", "set_thread_area", "set_tid_address" -> false;
      case "set_robust_list", "rseq", "prlimit64" -> false;
      default -> true;
    };
  }
}

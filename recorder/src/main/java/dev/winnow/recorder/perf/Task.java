package dev.winnow.recorder.perf;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import org.jspecify.annotations.Nullable;

/** What is known about one thread between its records. */
final class Task {
  final int tid;

  /** Its process, or 0 if the source does not say. */
  int pid;

  /** The ABI that its program runs in, or null as long as nothing tells. */
  @Nullable Arch arch;

  /** Whether any call of it was seen. */
  boolean seen;

  /** Whether it has entered a call that has not returned. */
  boolean pending;

  /** Where {@link #registers} belong: the entry of the pending call. */
  Arch entryArch = Arch.X86_64;

  int entryNumber;

  /** How many of the registers the source showed. */
  int shown;

  final long[] registers = new long[SyscallEvent.ARGUMENTS];

  /** The flags of a pending clone, or -1. */
  long cloneFlags = -1;

  /** Whether a record says that it has just executed a program; its exit from execve follows. */
  boolean executed;

  /** The file that it executed, or null. */
  @Nullable String image;

  /** Whether a return from number 11 waits for what tells munmap of x86_64 from execve of i386. */
  boolean eleven;

  Task(int tid, int pid) {
    this.tid = tid;
    this.pid = pid;
  }
}

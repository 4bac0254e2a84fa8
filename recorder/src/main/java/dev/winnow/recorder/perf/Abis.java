package dev.winnow.recorder.perf;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import org.jspecify.annotations.Nullable;

/**
 * Finds out the ABI of calls on x86, where a record of a tracepoint does not say it. What tells,
 * best first:
 *
 * <ol>
 *   <li>the ABI beside the user's registers, if the recording has them ({@code --user-regs});
 *   <li>the number that an execve returns with: the new program's, 59 or 11, whatever the old was;
 *   <li>a register above 2^32, which no 32-bit program can have;
 *   <li>what made the thread;
 *   <li>a number that only one of the tables has.
 * </ol>
 *
 * Else it is the one of {@code --arch}, and counted as ambiguous. {@code int 0x80} in a 64-bit
 * program cannot be told by any of them.
 */
final class Abis {
  /** munmap of x86_64 and execve of i386. */
  static final int ELEVEN = 11;

  private static final int EXECVE = 59;

  private final Arch arch;
  private final boolean x86;

  /** Whether the last entry could have been made in another ABI too. */
  boolean ambiguous;

  /**
   * @param arch what is taken where nothing tells
   */
  Abis(Arch arch) {
    this.arch = arch;
    x86 = arch == Arch.X86_64 || arch == Arch.I386 || arch == Arch.X32;
  }

  /** Whether a register does not fit 32 bits. */
  static boolean wide(long[] registers, int from, int shown) {
    long all = 0;
    for (int i = from; i < from + shown; i++) {
      all |= registers[i];
    }
    return all >>> 32 != 0;
  }

  Arch ofEntry(Task task, int nr, boolean wide, @Nullable Arch said) {
    ambiguous = false;
    if (!x86) {
      return said == null ? arch : said;
    }
    boolean bit = (nr & Arch.X32_BIT) != 0;
    if (bit && nr >= 0 && said != Arch.I386) {
      return Arch.X32;
    }
    if (said != null || wide) {
      task.arch = said == null ? Arch.X86_64 : said;
    } else if (task.arch == null) {
      return undecided(task, nr);
    }
    return task.arch == null ? arch : task.arch;
  }

  private Arch undecided(Task task, int nr) {
    boolean wide = CallNumbers.of(Arch.X86_64).has(nr);
    boolean narrow = CallNumbers.of(Arch.I386).has(nr);
    if (wide != narrow) {
      task.arch = wide ? Arch.X86_64 : Arch.I386;
      return task.arch;
    }
    ambiguous = true;
    return arch;
  }

  Arch ofExit(Task task, int nr, @Nullable Arch said) {
    if (x86 && nr >= 0 && (nr & Arch.X32_BIT) != 0) {
      return Arch.X32;
    }
    if (said != null) {
      return said;
    }
    return task.arch == null ? arch : task.arch;
  }

  /**
   * The ABI of the program that {@code task} has begun if its return with number {@code nr} and
   * result 0 is one from execve; else null.
   */
  @Nullable Arch ofExec(Task task, int nr, @Nullable Arch said) {
    if (!x86) {
      Syscall syscall = SyscallTable.of(arch).byNumber(nr);
      boolean exec = syscall != null && syscall.name().startsWith("execve");
      return exec ? arch : null;
    }
    Arch now = said;
    if (now == null) {
      boolean entered =
          task.pending
              && CallNumbers.of(task.entryArch).get(task.entryNumber).role
                  == CallNumbers.Role.EXECUTES;
      boolean changed = entered || task.executed || (!task.pending && task.arch == null);
      if (nr == EXECVE && (changed || task.arch == Arch.X86_64)) {
        now = Arch.X86_64;
      } else if (nr == ELEVEN && (entered || task.executed || task.arch == Arch.I386)) {
        now = Arch.I386;
      } else {
        now = task.arch == null ? Arch.X86_64 : task.arch;
      }
    }
    boolean exec = CallNumbers.of(now).get(nr).role == CallNumbers.Role.EXECUTES;
    return exec ? now : null;
  }

  /** Whether a return with number 11 may be one from either, for lack of anything that tells. */
  boolean undecidedEleven(Task task, int nr, long result, @Nullable Arch said) {
    return x86 && nr == ELEVEN && result == 0 && said == null && task.arch == null && !task.pending;
  }

  /** The ABI in which perf itself, or a shell, starts a program: the wider one. */
  Arch launcher() {
    return x86 ? Arch.X86_64 : arch;
  }

  static int number(Arch arch, String name) {
    Syscall syscall = SyscallTable.of(arch).byName(name);
    if (syscall == null) {
      throw new IllegalStateException(arch + " has no " + name);
    }
    return syscall.number();
  }
}

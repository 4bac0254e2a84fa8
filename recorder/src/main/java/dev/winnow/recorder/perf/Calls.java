package dev.winnow.recorder.perf;

import dev.winnow.recorder.perf.CallNumbers.Role;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Joins entries and exits of calls per thread and delivers them. Each entry and each exit is
 * counted once: the one that completes an event as parsed, the other as joined.
 *
 * <p>A return whose entry is not in the recording is an event with all arguments hidden. So is the
 * execve that started the program: perf begins in the middle of it.
 */
final class Calls {
  /** Threads known at one time; above, all are forgotten. {@code PID_MAX_LIMIT} is 2^22. */
  private static final int MOST_TASKS = 1 << 18;

  /** More threads within execve at one time are not searched for one that changed its number. */
  private static final int MOST_EXECUTING = 64;

  /** {@code CLONE_THREAD} of linux/sched.h. */
  private static final long CLONE_THREAD = 0x10000;

  /** -ERESTARTSYS to -ERESTART_RESTARTBLOCK of linux/errno.h, which no program gets to see. */
  private static final long FIRST_RESTART = -516;

  private static final long LAST_RESTART = -512;
  private static final String CHILD_RETURN = "a child's return from the call that made it";
  private static final String NO_CALL = "no system call (number -1)";

  private final TraceSink sink;
  private final LineTally tally;
  private final Tasks tasks = new Tasks();
  private final SyscallEvent event = new SyscallEvent();
  private Abis abis;
  private boolean exits;
  private @Nullable Task spawner;
  private final Set<Task> executing = new LinkedHashSet<>();
  long events;
  long neverReturned;
  long withoutBeginning;

  /** Whether a program's start was seen. */
  boolean launched;

  Calls(TraceSink sink, LineTally tally, Arch arch) {
    this.sink = sink;
    this.tally = tally;
    abis = new Abis(arch);
  }

  /** What does not say its ABI is taken for {@code arch} from now on. */
  void setArch(Arch arch) {
    abis = new Abis(arch);
  }

  /**
   * A thread enters a call.
   *
   * @param pid its process, or 0
   * @param shown how many of {@code registers} the source shows
   * @param said the ABI that the record says, or null
   */
  void enter(
      int tid, int pid, long number, long[] registers, int from, int shown, @Nullable Arch said) {
    if ((int) number == -1) {
      tally.ignored(NO_CALL);
      return;
    }
    Task task = task(tid, pid);
    int nr = (int) number;
    boolean wide = Abis.wide(registers, from, shown);
    settleEleven(task, said == Arch.X86_64 || (said == null && wide));
    if (task.pending) {
      tally.parsed();
      deliver(task, true, false, 0);
    }
    Arch arch = abis.ofEntry(task, nr, wide, said);
    if (abis.ambiguous) {
      tally.lost(Loss.AMBIGUOUS_ABI, 1);
    }
    task.entryArch = arch;
    task.entryNumber = nr;
    task.shown = shown;
    System.arraycopy(registers, from, task.registers, 0, shown);
    task.pending = true;
    task.seen = true;
    Role role = CallNumbers.of(arch).get(nr).role;
    task.cloneFlags = role == Role.SPAWNS ? cloneFlags(task) : -1;
    if (role == Role.EXECUTES) {
      executing.add(task);
    }
    if (role == Role.SPAWNS) {
      spawner = task;
      sink.entered(tid, arch, nr, task.cloneFlags);
    } else if (role == Role.ENDS) {
      tally.parsed();
      deliver(task, false, false, 0);
      forget(task);
    }
  }

  private static long cloneFlags(Task task) {
    Syscall syscall = SyscallTable.of(task.entryArch).byNumber(task.entryNumber);
    boolean shown = syscall != null && syscall.name().equals("clone") && task.shown > 0;
    return shown ? task.registers[0] & 0xffff_ffffL : -1;
  }

  /** A thread returns from a call; the parameters are those of {@link #enter}. */
  void exit(int tid, int pid, long number, long result, @Nullable Arch said) {
    exits = true;
    Task task = task(tid, pid);
    int nr = (int) number;
    settleEleven(task, said == Arch.X86_64);
    Arch executed = result == 0 ? abis.ofExec(task, nr, said) : null;
    if (executed != null && completesExec(task, executed)) {
      return;
    }
    if (task.pending && (nr == task.entryNumber || (nr == -1 && restores(task)))) {
      returned(task, result);
    } else {
      orphan(task, nr, result, said);
    }
  }

  private static boolean restores(Task task) {
    return CallNumbers.of(task.entryArch).get(task.entryNumber).role == Role.RESTORES;
  }

  private static boolean executes(Task task) {
    return task.pending
        && CallNumbers.of(task.entryArch).get(task.entryNumber).role == Role.EXECUTES;
  }

  private void returned(Task task, long result) {
    Role role = CallNumbers.of(task.entryArch).get(task.entryNumber).role;
    tally.parsed();
    tally.joined(1);
    boolean restarted = result >= FIRST_RESTART && result <= LAST_RESTART;
    deliver(task, true, !restarted, result);
    if (role == Role.SPAWNS) {
      spawner = spawner == task ? null : spawner;
      if (result > 0 && result <= Integer.MAX_VALUE) {
        Task child = task((int) result, 0);
        child.arch = child.seen || child.arch != null ? child.arch : task.arch;
      }
    }
  }

  /** The program of {@code task} is another from now on, in ABI {@code arch}. */
  private boolean completesExec(Task task, Arch arch) {
    Task entered = executes(task) ? task : entered(task);
    if (entered == null) {
      return false;
    }
    if (entered != task) {
      if (task.pending) {
        tally.parsed();
        deliver(task, false, false, 0);
      }
      sink.superseded(task.tid, entered.tid);
      executing.remove(entered);
      takeEntry(task, entered);
      tasks.remove(entered.tid);
    }
    tally.parsed();
    tally.joined(1);
    executed(task, arch);
    return true;
  }

  private void executed(Task task, Arch arch) {
    launched = true;
    task.seen = true;
    deliver(task, true, true, 0);
    task.arch = arch;
    task.executed = false;
    task.image = null;
  }

  /** The other thread of the same process whose execve gave it {@code task}'s number, or null. */
  private @Nullable Task entered(Task task) {
    Task found = null;
    if (executing.size() > MOST_EXECUTING) {
      return null;
    }
    for (Task other : executing) {
      if (other != task && executes(other) && (other.pid == task.pid || other.pid == 0)) {
        if (found != null) {
          return null;
        }
        found = other;
      }
    }
    return found;
  }

  private static void takeEntry(Task task, Task from) {
    task.pending = true;
    task.entryArch = from.entryArch;
    task.entryNumber = from.entryNumber;
    task.shown = from.shown;
    task.arch = from.arch;
    System.arraycopy(from.registers, 0, task.registers, 0, task.registers.length);
  }

  private void orphan(Task task, int nr, long result, @Nullable Arch said) {
    if (nr == -1) {
      tally.ignored(NO_CALL);
      return;
    }
    Arch executed = result == 0 ? abis.ofExec(task, nr, said) : null;
    if (executed != null) {
      unfinished(task);
      tally.parsed();
      launch(task, executed);
      return;
    }
    Arch arch = abis.ofExit(task, nr, said);
    boolean child = !task.seen && result == 0;
    if (child && CallNumbers.of(arch).get(nr).role == Role.SPAWNS) {
      task.seen = true;
      tally.ignored(CHILD_RETURN);
      return;
    }
    if (abis.undecidedEleven(task, nr, result, said)) {
      task.eleven = true;
      return;
    }
    unfinished(task);
    tally.parsed();
    withoutArguments(task, arch, nr, result);
  }

  /** An entry whose exit is not there: it was lost. */
  private void unfinished(Task task) {
    if (task.pending) {
      tally.parsed();
      deliver(task, true, false, 0);
    }
  }

  /**
   * The recording begins within an execve, whose number on entry was the native one. Of the first
   * event that is how perf records; of another it is a lack.
   */
  private void launch(Task task, Arch arch) {
    withoutBeginning += events == 0 ? 0 : 1;
    task.pending = true;
    task.entryArch = abis.launcher();
    task.entryNumber = Abis.number(task.entryArch, "execve");
    task.shown = 0;
    executed(task, arch);
  }

  private void withoutArguments(Task task, Arch arch, int nr, long result) {
    withoutBeginning++;
    task.seen = true;
    task.pending = true;
    task.entryArch = arch;
    task.entryNumber = nr;
    task.shown = 0;
    deliver(task, true, true, result);
  }

  /** Now it is known whether a return from number 11 was one from munmap or from execve. */
  private void settleEleven(Task task, boolean munmap) {
    if (!task.eleven) {
      return;
    }
    task.eleven = false;
    tally.parsed();
    if (munmap) {
      withoutArguments(task, Arch.X86_64, Abis.ELEVEN, 0);
    } else {
      launch(task, Arch.I386);
    }
  }

  /** A thread made another; a pid that both share makes it a thread of the same process. */
  void fork(int pid, int tid, int parentPid, int parentTid) {
    Task parent = tasks.get(parentTid);
    Task stale = tasks.get(tid);
    if (stale != null && stale.seen) {
      gone(tid);
    }
    Task child = task(tid, pid);
    if (parent == null) {
      return;
    }
    child.arch = parent.arch;
    if (pid == parentPid && parent.pending && parent == spawner && parent.cloneFlags < 0) {
      parent.cloneFlags = CLONE_THREAD;
      sink.entered(parentTid, parent.entryArch, parent.entryNumber, CLONE_THREAD);
    }
  }

  /** A thread has executed a program; its return from execve follows. */
  void exec(int tid, int pid) {
    Task task = task(tid, pid);
    task.executed = true;
    task.image = null;
  }

  /** A process maps a file to run it; the first after an execve is the program. */
  void image(int tid, String path) {
    Task task = tasks.get(tid);
    if (task != null && task.executed && task.image == null) {
      task.image = path;
    }
  }

  /** A thread is gone. */
  void gone(int tid) {
    Task task = tasks.get(tid);
    if (task != null) {
      close(task);
      forget(task);
    }
  }

  /** The recording is over. */
  void end() {
    tasks.all().forEach(this::close);
    tasks.clear();
  }

  private void close(Task task) {
    settleEleven(task, false);
    if (task.pending) {
      tally.parsed();
      deliver(task, false, false, 0);
    }
  }

  private void forget(Task task) {
    tasks.remove(task.tid);
    spawner = spawner == task ? null : spawner;
    sink.exited(task.tid);
  }

  private Task task(int tid, int pid) {
    Task task = tasks.get(tid);
    if (task == null) {
      if (tasks.size() >= MOST_TASKS) {
        end();
      }
      task = new Task(tid, pid);
      task.arch = spawner == null ? null : spawner.arch;
      tasks.put(task);
    } else if (task.pid == 0) {
      task.pid = pid;
    }
    return task;
  }

  private void deliver(Task task, boolean returned, boolean resultKnown, long result) {
    task.pending = false;
    event.reset(task.entryArch, task.entryNumber, task.tid);
    CallNumbers.Call call = CallNumbers.of(task.entryArch).get(task.entryNumber);
    long[] masks = call.masks;
    for (int i = 0; i < masks.length; i++) {
      if (masks[i] == 0 || i >= task.shown) {
        event.setHidden(i);
      } else {
        event.setValue(i, task.registers[i] & masks[i]);
      }
    }
    if (task.cloneFlags >= 0) {
      event.setCloneFlags(task.cloneFlags);
      task.cloneFlags = -1;
    }
    if (resultKnown) {
      event.setResult(result);
    } else if (returned) {
      event.setReturned();
    } else {
      neverReturned++;
    }
    if (call.role == Role.EXECUTES) {
      event.setImage(task.image);
      executing.remove(task);
    }
    events++;
    sink.event(event);
  }

  /** Whether any exit was seen, so that the recording is not of entries alone. */
  boolean sawExits() {
    return exits;
  }
}

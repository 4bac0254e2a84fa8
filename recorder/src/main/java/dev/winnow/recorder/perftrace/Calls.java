package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The threads and their calls.
 *
 * <p>perf names a call of a 32-bit program after the x86_64 call of the same number. That a program
 * is one shows only where the execve that starts it ends under the name {@code munmap}, which has
 * number 11 as execve has on i386; that it is none, by a value above 2^32 or an execve that ends
 * under its own name. Until then its calls are of an ambiguous ABI.
 *
 * <p>perf takes the records of processors one after the other, so that a thread that changes
 * processors may end a call before it begins it. That end and that beginning are two calls here,
 * one without its beginning and one that never returned, since nothing tells that they are one.
 */
final class Calls {
  /** Threads that are remembered. Of more, those that appeared first are taken as ended. */
  static final int THREADS = 1 << 15;

  private static final String EXECVE = "execve";
  private static final String MUNMAP = "munmap";

  private final Delivery delivery;
  private final LineTally tally;
  private final TraceSink sink;
  private final Arch given;
  private final boolean x86;
  private final LinkedHashMap<Integer, Task> tasks = new LinkedHashMap<>();

  /** The ABI of the program that began last, which a new thread is likely to run. */
  private Arch latest;

  private boolean none = true;

  /** Whether a 32-bit program was seen. */
  boolean narrow;

  Calls(Delivery delivery, TraceSink sink, Arch given) {
    this.delivery = delivery;
    this.sink = sink;
    this.given = given;
    tally = delivery.tally;
    x86 = given == Arch.X86_64;
    latest = given;
  }

  Task task(int tid) {
    Task known = tasks.get(tid);
    if (known != null) {
      return known;
    }
    if (tasks.size() == THREADS) {
      Map.Entry<Integer, Task> eldest = tasks.firstEntry();
      abandon(eldest.getValue());
      tasks.remove(eldest.getKey());
    }
    Task task = new Task(tid, latest);
    tasks.put(tid, task);
    return task;
  }

  /** The call of that name in the thread's ABI, or null. */
  @Nullable Syscall syscall(Task task, String name) {
    Syscall named = SyscallTable.of(given).byName(name);
    if (named == null || task.arch == given) {
      return named;
    }
    return SyscallTable.of(task.arch).byNumber(named.number());
  }

  /** The thread begins a call in a line that is not accounted for yet. */
  void begin(Task task, Syscall syscall) {
    abandon(task);
    task.open = true;
    task.lines = 1;
    task.number = syscall.number();
    sink.entered(task.tid, task.arch, task.number, -1);
  }

  /** The thread is seen to enter a call, in a line that says no more than this. */
  void entered(Task task, Syscall syscall, CallEnd unknown) {
    if (task.open) {
      task.lines++;
      return;
    }
    begin(task, syscall);
    task.shown = 0;
    end(task, unknown);
  }

  /** A call whose end was not seen: the process died in it, or the trace lacks it. */
  void abandon(Task task) {
    if (task.open) {
      prepare(task);
      finish(task);
    }
  }

  /** All calls whose end was not seen. */
  void abandonAll() {
    tasks.values().forEach(this::abandon);
    tasks.clear();
  }

  /** The thread's call ends as {@code end} says, in a line that is among those of the task. */
  void end(Task task, CallEnd end) {
    SyscallTable table = SyscallTable.of(task.arch);
    Syscall syscall = table.byNumber(task.number);
    boolean value = end.kind == CallEnd.Kind.VALUE;
    if (value && !isError(end.value) && end.value >>> 32 != 0) {
      wide(task);
    }
    prepare(task);
    if (value) {
      delivery.event.setResult(end.value);
    } else if (end.kind != CallEnd.Kind.NEVER) {
      delivery.event.setReturned();
    }
    finish(task);
    if (syscall != null && value) {
      succeeded(task, syscall.name(), end.value);
    }
    if (end.kind == CallEnd.Kind.NEVER) {
      sink.exited(task.tid);
      tasks.remove(task.tid);
    }
  }

  private void succeeded(Task task, String name, long result) {
    if (name.startsWith(EXECVE) && result == 0) {
      // The line is that of the old program's call: it does not tell what the new one is.
      program(task, given, !x86);
    } else if (isSpawn(name) && result > 0 && result <= Integer.MAX_VALUE) {
      Task child = task((int) result);
      if (!child.certain) {
        child.arch = task.arch;
        child.certain = task.certain;
      }
    }
  }

  /** A call that ends in a line that repeats its name; its beginning may be in an earlier one. */
  void endContinued(Task task, String name, Syscall syscall, CallEnd end) {
    boolean success = end.kind == CallEnd.Kind.VALUE && end.value == 0;
    boolean execs = name.equals(EXECVE) || name.equals(MUNMAP);
    if (x86 && success && execs && startsProgram(task, name)) {
      started(task, name, end);
      return;
    }
    if (task.open && task.number == syscall.number()) {
      task.lines++;
      end(task, end);
      return;
    }
    abandon(task);
    withoutBeginning(task, syscall.number(), end);
  }

  private boolean startsProgram(Task task, String name) {
    if (task.open) {
      Syscall begun = SyscallTable.of(task.arch).byNumber(task.number);
      return begun != null && begun.name().equals(EXECVE);
    }
    // The first line of a trace is the end of the execve that starts the program.
    return none || name.equals(EXECVE);
  }

  /** The program that starts is of the ABI in which number 59 or 11 is execve. */
  private void started(Task task, String name, CallEnd end) {
    boolean begun = task.open;
    boolean first = none;
    if (begun) {
      task.lines++;
      end(task, end);
    } else {
      task.arch = given;
      Syscall execve = SyscallTable.of(given).byName(EXECVE);
      withoutBeginning(task, execve == null ? 0 : execve.number(), end);
    }
    boolean narrowed = name.equals(MUNMAP);
    narrow |= narrowed;
    // A thread that perf was attached to may as well have been in munmap.
    boolean certain = !(narrowed && first && !begun);
    program(task, narrowed ? Arch.I386 : Arch.X86_64, certain);
  }

  private void withoutBeginning(Task task, int number, CallEnd end) {
    task.open = true;
    task.lines = 1;
    task.number = number;
    task.shown = 0;
    task.headless = true;
    end(task, end);
  }

  private void program(Task task, Arch arch, boolean certain) {
    task.arch = arch;
    task.certain = certain;
    latest = arch;
  }

  /** A value was seen that no 32-bit program can have. */
  void wide(Task task) {
    if (x86 && task.arch == Arch.I386 && task.open) {
      task.shown = 0;
    }
    if (x86) {
      task.arch = given;
      task.certain = true;
    }
  }

  private void prepare(Task task) {
    none = false;
    delivery.event.reset(task.arch, task.number, task.tid);
    delivery.event.hideArguments();
    if (task.arch != given) {
      return;
    }
    for (int i = 0; i < task.values.length; i++) {
      if ((task.shown >>> i & 1) == 1) {
        delivery.event.setGlimpse(i, task.values[i]);
      }
    }
  }

  private void finish(Task task) {
    task.open = false;
    tally.parsed();
    tally.joined(task.lines - 1);
    if (x86 && !task.certain) {
      tally.lost(Loss.AMBIGUOUS_ABI, 1);
    }
    boolean headless = task.headless;
    task.headless = false;
    if (headless) {
      delivery.deliverEnd();
    } else {
      delivery.deliver();
    }
  }

  private static boolean isError(long value) {
    return value < 0 && value >= -4095;
  }

  private static boolean isSpawn(String name) {
    return switch (name) {
      case "clone", "clone3", "fork", "vfork" -> true;
      default -> false;
    };
  }
}

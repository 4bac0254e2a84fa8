package dev.winnow.recorder.ftrace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Loss;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins entries and exits per thread and delivers the calls. A thread that enters another call has
 * left the one before, though its exit is not in the trace; then the result is not known.
 *
 * <p>ftrace does not say the ABI. Where a kernel runs programs of several, registers of more than
 * 32 bits tell a 64-bit program; calls of threads that have shown none since their start fit the
 * others too and are counted.
 */
final class FtraceCalls {
  /** Other numbers are looked up each time. */
  private static final int KEPT = 1024;

  private final Delivery delivery;
  private final TraceSink sink;
  private final Arch arch;
  private final Map<Integer, Task> tasks = new HashMap<>();
  private final @Nullable Entry[] entries = new @Nullable Entry[KEPT];
  private final Map<String, Integer> numbers = new HashMap<>();
  private final FieldScanner fields = new FieldScanner();

  FtraceCalls(Delivery delivery, TraceSink sink, Arch arch) {
    this.delivery = delivery;
    this.sink = sink;
    this.arch = arch;
  }

  /** Entry of raw_syscalls: six registers. Takes the line into the account. */
  boolean enter(int tid, int number, long[] registers) {
    Task task = entered(tid, number);
    System.arraycopy(registers, 0, task.registers, 0, registers.length);
    task.shown = (1 << registers.length) - 1;
    for (long register : registers) {
      task.wide |= register >>> 32 != 0;
    }
    finishEntry(tid, task);
    return true;
  }

  /** Entry of syscalls: {@code b[from, end)} names the kernel's function, fields follow. */
  boolean enter(int tid, byte[] b, int from, int end, int body, int to) {
    int number = number(b, from, end);
    if (number < 0 || !fields.scan(b, body, to)) {
      return false;
    }
    Task task = entered(tid, number);
    task.wide = true; // these events are not written for calls of a compat ABI
    Entry entry = task.entered;
    Syscall syscall = entry == null ? null : entry.syscall;
    int arity = syscall == null ? 0 : syscall.arity();
    for (int i = 0; i < fields.count; i++) {
      int argument = Math.min(i, SyscallEvent.ARGUMENTS - 1);
      String name = Ascii.text(b, fields.name[i], fields.nameEnd[i]);
      if (i < arity && syscall != null && syscall.arguments().get(i).name().equals(name)) {
        task.registers[argument] = fields.value[i];
        task.shown |= 1 << argument;
      } else {
        task.texts[argument] = Excerpt.of(b, fields.name[i], fields.end[i]);
      }
    }
    finishEntry(tid, task);
    return true;
  }

  /** Exit of raw_syscalls. Takes the line into the account. */
  boolean exit(int tid, int number, long result) {
    Task task = tasks.get(tid);
    Entry entered = task == null ? null : task.entered;
    boolean joins = entered != null && (number == entered.number || number == -1);
    if (task != null && entered != null && joins) {
      // rt_sigreturn leaves with the number -1 and the registers of what it returns to.
      left(task, tid, entered, result, number != -1 && !task.doubtful);
      delivery.tally.joined(1);
      return true;
    }
    if (number == -1) {
      delivery.tally.ignored("exit without a number");
      return true;
    }
    if (task != null && entered != null) {
      neverLeft(task, tid, entered, false);
    }
    Task now = tasks.computeIfAbsent(tid, t -> new Task());
    now.wide |= result > 0 && result >>> 32 != 0; // an address
    Entry entry = entry(now, number);
    begin(entry, tid, now);
    delivery.event.hideArguments();
    delivery.event.setResult(result);
    delivery.tally.parsed();
    executed(now, entry, result);
    delivery.deliverEnd();
    return true;
  }

  /** Exit of syscalls. */
  boolean exit(int tid, byte[] b, int from, int end, long result) {
    int number = number(b, from, end);
    return number >= 0 && exit(tid, number, result);
  }

  /** Events are missing: no exit that comes now is surely that of the call entered before. */
  void lost() {
    tasks.values().forEach(task -> task.doubtful = true);
  }

  /** The trace is over. */
  void end() {
    tasks.forEach((tid, task) -> {
      Entry entered = task.entered;
      if (entered != null) {
        neverLeft(task, tid, entered, false);
      }
    });
    tasks.clear();
  }

  private Task entered(int tid, int number) {
    Task task = tasks.computeIfAbsent(tid, t -> new Task());
    Entry before = task.entered;
    if (before != null) {
      neverLeft(task, tid, before, true);
    }
    task.shown = 0;
    task.doubtful = false;
    Arrays.fill(task.texts, null);
    task.entered = entry(task, number);
    return task;
  }

  private void finishEntry(int tid, Task task) {
    Entry entry = entry(task, task.entered == null ? 0 : task.entered.number);
    task.entered = entry;
    delivery.tally.parsed();
    if (entry.forks) {
      sink.entered(tid, entry.arch, entry.number, cloneFlags(entry, task));
    }
    if (entry.ends) {
      neverLeft(task, tid, entry, true);
      sink.exited(tid);
      tasks.remove(tid);
    }
  }

  private void left(Task task, int tid, Entry entry, long result, boolean resultKnown) {
    call(entry, task, tid);
    if (resultKnown) {
      delivery.event.setResult(result);
      executed(task, entry, result);
    } else {
      delivery.event.setReturned();
    }
    task.entered = null;
    delivery.deliver();
  }

  /**
   * The exit of a call is not in the trace.
   *
   * @param returned whether it has returned all the same
   */
  private void neverLeft(Task task, int tid, Entry entry, boolean returned) {
    call(entry, task, tid);
    if (returned) {
      delivery.event.setReturned();
    }
    task.entered = null;
    delivery.deliver();
  }

  private static void executed(Task task, Entry entry, long result) {
    if (entry.executes && result == 0) {
      task.wide = false;
    }
  }

  private void begin(Entry entry, int tid, Task task) {
    delivery.event.reset(entry.arch, entry.number, tid);
    if (!task.wide && entry.arch != Arch.X32 && arch.onOneKernel().size() > 1) {
      delivery.tally.lost(Loss.AMBIGUOUS_ABI, 1);
    }
  }

  private void call(Entry entry, Task task, int tid) {
    begin(entry, tid, task);
    SyscallEvent event = delivery.event;
    event.hideArguments();
    Syscall syscall = entry.syscall;
    int arity = syscall == null ? SyscallEvent.ARGUMENTS : syscall.arity();
    for (int i = 0; i < arity; i++) {
      Argument argument = syscall == null ? null : syscall.arguments().get(i);
      String text = task.texts[i];
      if (argument == null) {
        value(event, task, i, entry.arch.registerBits() == 64 ? -1L : 0xffff_ffffL);
      } else if (syscall != null && text != null && argument.kind() != Kind.POINTER) {
        delivery.undecoded(
            entry.syscall == null ? "" : entry.syscall.name(), argument.name(), i, text);
      } else if (argument.kind() != Kind.POINTER) {
        value(event, task, i, argument.mask());
      }
    }
    event.setCloneFlags(cloneFlags(entry, task));
  }

  private static long cloneFlags(Entry entry, Task task) {
    int register = entry.cloneFlags;
    return register >= 0 && (task.shown >>> register & 1) == 1 ? task.registers[register] : -1;
  }

  private static void value(SyscallEvent event, Task task, int index, long mask) {
    if ((task.shown >>> index & 1) == 1) {
      event.setValue(index, task.registers[index] & mask);
    }
  }

  /** The syscall of a number in the ABI that the thread is in, as far as its registers tell. */
  private Entry entry(Task task, int number) {
    Arch here =
        switch (arch) {
          case X86_64, X32 -> number >= Arch.X32_BIT ? Arch.X32 : Arch.X86_64;
          case I386 -> task.wide ? Arch.X86_64 : Arch.I386;
          case ARM -> task.wide ? Arch.AARCH64 : Arch.ARM;
          case AARCH64, RISCV64, PPC64LE, S390X, MIPS64, MIPSEL64 -> arch;
        };
    if (here != arch || number < 0 || number >= KEPT) {
      return new Entry(here, number);
    }
    Entry entry = entries[number];
    if (entry == null) {
      entry = new Entry(here, number);
      entries[number] = entry;
    }
    return entry;
  }

  private int number(byte[] b, int from, int end) {
    String name = Ascii.text(b, from, end);
    Integer known = numbers.get(name);
    if (known == null) {
      known = Entry.numberOf(arch == Arch.X32 ? Arch.X86_64 : arch, name);
      if (numbers.size() < KEPT) {
        numbers.put(name, known);
      }
    }
    return known;
  }
}

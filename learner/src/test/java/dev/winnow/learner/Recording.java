package dev.winnow.learner;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.Kind;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** A run that can be played again, into evidence and against a policy. */
final class Recording {
  private static final List<String> CALLS =
      List.of(
          "read",
          "openat",
          "open",
          "mmap",
          "mprotect",
          "ioctl",
          "fcntl",
          "socket",
          "lseek",
          "clock_gettime",
          "exit_group",
          "clone",
          "kill",
          "rt_sigaction",
          "setuid",
          "mkdir",
          "epoll_ctl");
  private static final long[] TYPICAL = {0, 1, 2, 3, 5, 7, 0x22, 0x40, 0x41, 0x80000, 0x400040};

  /** Stands for an argument that the trace does not show. */
  private static final long HIDDEN = 0x8000_dead_8000_deadL;

  private final String id;
  private String command = "";
  private final List<long[]> calls = new ArrayList<>();

  Recording(String id) {
    this.id = id;
  }

  /** The same numbers give the same recording. */
  static Recording generate(RandomGenerator random, String id) {
    Recording recording = new Recording(id);
    int events = random.nextInt(1, 60);
    for (int i = 0; i < events; i++) {
      String name = CALLS.get(random.nextInt(CALLS.size()));
      long[] args = new long[6];
      for (int a = 0; a < 6; a++) {
        args[a] =
            switch (random.nextInt(12)) {
              case 0 -> random.nextInt(4) == 0 ? HIDDEN : random.nextLong();
              case 1 -> -1;
              default -> TYPICAL[random.nextInt(TYPICAL.length)];
            };
      }
      recording.call(name, args);
    }
    return recording;
  }

  /** What was run. */
  Recording command(String line) {
    command = line;
    return this;
  }

  Recording call(String name, long... args) {
    return returning(0, name, args);
  }

  /** A call with a result, {@code -errno} for an error. */
  Recording returning(long result, String name, long... args) {
    long[] call = new long[8];
    call[0] = syscall(name).number();
    System.arraycopy(args, 0, call, 1, args.length);
    call[7] = result;
    calls.add(call);
    return this;
  }

  static Syscall syscall(String name) {
    Syscall syscall = SyscallTable.of(Arch.X86_64).byName(name);
    if (syscall == null) {
      throw new AssertionError(name);
    }
    return syscall;
  }

  void play(TraceSink sink) {
    SyscallEvent event = new SyscallEvent();
    for (long[] call : calls) {
      Syscall syscall = SyscallTable.of(Arch.X86_64).byNumber((int) call[0]);
      event.reset(Arch.X86_64, (int) call[0], 1);
      for (int i = 0; syscall != null && i < syscall.arity(); i++) {
        Argument argument = syscall.arguments().get(i);
        if (argument.kind() == Kind.POINTER) {
          event.setHidden(i);
        } else if (call[i + 1] == HIDDEN) {
          event.setHidden(i);
        } else {
          event.setValue(i, call[i + 1] & argument.mask());
        }
      }
      event.setResult(call[7]);
      sink.event(event);
    }
  }

  Evidence evidence() {
    EvidenceBuilder builder = new EvidenceBuilder();
    play(builder);
    LineAccount lines =
        new LineAccount(calls.size(), calls.size(), 0, new TreeMap<>(), 0, List.of());
    return builder.build(
        new Run(
            id,
            id,
            "strace",
            command,
            "",
            lines,
            calls.size(),
            new TreeMap<>(),
            false,
            true,
            new TreeMap<>()));
  }
}

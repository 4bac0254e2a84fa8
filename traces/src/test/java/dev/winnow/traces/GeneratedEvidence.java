package dev.winnow.traces;

import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Runs of an imaginary program, for properties; the same random numbers give the same runs. */
final class GeneratedEvidence {
  private static final Arch ARCH = Arch.X86_64;
  private static final List<String> CALLS =
      List.of("read", "write", "openat", "mmap", "ioctl", "lseek", "clone", "execve", "listen");
  private static final List<String> IMAGES = List.of("/bin/sh", "/bin/ls", "<b>\u202e\u001b[1m");

  private GeneratedEvidence() {}

  /** One run with its own id; {@code wild} makes more distinct values than are kept exactly. */
  static Evidence run(RandomGenerator random, String id, boolean wild) {
    EvidenceBuilder builder = new EvidenceBuilder();
    SyscallEvent event = new SyscallEvent();
    int events = random.nextInt(1, wild ? 900 : 40);
    for (int i = 0; i < events; i++) {
      fill(event, random, wild);
      builder.event(event);
      if (random.nextInt(20) == 0) {
        builder.exited(random.nextInt(100, 103));
      }
    }
    return builder.build(runOf(id, builder.events()));
  }

  private static void fill(SyscallEvent event, RandomGenerator random, boolean wild) {
    Syscall syscall = SyscallTable.of(ARCH).byName(pick(random, CALLS));
    if (syscall == null) {
      throw new AssertionError("a call is not in the table");
    }
    event.reset(ARCH, syscall.number(), random.nextInt(100, 103));
    for (int i = 0; i < syscall.arity(); i++) {
      Argument argument = syscall.arguments().get(i);
      int what = random.nextInt(30);
      if (argument.kind() == Kind.POINTER || what == 0) {
        event.setHidden(i);
      } else if (what == 1) {
        event.setUndecoded(i, "X" + random.nextInt(wild ? 100 : 3));
      } else {
        event.setValue(i, value(random, wild) & argument.mask());
      }
    }
    if (random.nextInt(10) > 0) {
      event.setResult(random.nextInt(8) == 0 ? -38 : random.nextInt(-5, 110));
    }
    if (syscall.name().equals("execve")) {
      event.setImage(pick(random, IMAGES));
    }
  }

  private static long value(RandomGenerator random, boolean wild) {
    return switch (random.nextInt(6)) {
      case 0 -> -1;
      case 1 -> -100;
      case 2 -> 0x40 | random.nextInt(4);
      case 3 -> wild ? random.nextLong() : random.nextInt(3);
      default -> random.nextInt(wild ? 1000 : 4);
    };
  }

  private static <T> T pick(RandomGenerator random, List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  static Run runOf(String id, long events) {
    LineAccount lines =
        new LineAccount(
            events + 2,
            events,
            0,
            new TreeMap<>(Collections.singletonMap("signal", 1L)),
            1,
            List.of("line 3: \"<script>\" \u001b[2J"));
    TreeMap<String, Long> lost = new TreeMap<>();
    lost.put(Loss.SAMPLES.label(), 29L);
    lost.put("something of the future", 1L);
    return new Run(
        id,
        id + ".strace",
        "strace",
        "ls -l",
        "",
        lines,
        events,
        lost,
        false,
        false,
        new TreeMap<>());
  }
}

package dev.winnow.test;

import dev.winnow.recorder.strace.StraceReader;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run of a command under strace while an ftrace instance of its own notes the registers of each
 * call of the same threads.
 *
 * @param calls that were compared
 * @param values arguments that were decoded, each compared
 * @param undecoded arguments that were shown and not decoded
 * @param differences what was not the same, with the call
 */
record DualRecording(int calls, int values, int undecoded, List<String> differences) {
  private static final Path INSTANCES = Path.of("/sys/kernel/tracing/instances");
  private static final int EXECVE = 59;

  /** A line of the instance: {@code ls-71 [000] ..... 1.2: sys_enter: NR 257 (ffffff9c, …)}. */
  private static final Pattern ENTER =
      Pattern.compile("-(\\d+)\\s+\\[\\d+].*: sys_enter: NR (-?\\d+) \\(([0-9a-f, ]+)\\)$");

  /** What a register dump says of one call. */
  private record Entered(int number, List<Long> registers) {}

  /** Runs {@code command}, for a shell, under strace with {@code -f} and {@code options}. */
  static DualRecording of(Path folder, String options, String command) {
    Path instance = INSTANCES.resolve("winnow-test-" + ProcessHandle.current().pid());
    try {
      create(instance);
      try {
        Path log = folder.resolve("dual.log");
        String line =
            "echo $$ > '"
                + instance
                + "/set_event_pid' && echo 1 > '"
                + instance
                + "/events/raw_syscalls/sys_enter/enable' && exec strace -f "
                + options
                + " -o '"
                + log
                + "' sh -c \"$0\"";
        Programs.run(folder, Map.of("LC_ALL", "C"), List.of("sh", "-c", line, command));
        Files.writeString(instance.resolve("events/raw_syscalls/sys_enter/enable"), "0");
        return compare(entered(instance.resolve("trace")), log);
      } finally {
        Files.delete(instance);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void create(Path instance) throws IOException {
    if (!Files.isWritable(INSTANCES)) {
      throw new AssertionError(
          INSTANCES
              + " is not writable. Remedy: mount -t tracefs none /sys/kernel/tracing, as root");
    }
    Files.createDirectory(instance);
    Files.writeString(instance.resolve("options/event-fork"), "1");
    Files.writeString(instance.resolve("buffer_size_kb"), "16384");
  }

  private static Map<Integer, List<Entered>> entered(Path trace) throws IOException {
    Map<Integer, List<Entered>> threads = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Matcher matcher = ENTER.matcher(line);
        if (matcher.find()) {
          String[] texts = matcher.group(3).split(", ", -1);
          List<Long> registers = new ArrayList<>();
          for (String text : texts) {
            registers.add(Long.parseUnsignedLong(text, 16));
          }
          threads
              .computeIfAbsent(Integer.valueOf(matcher.group(1)), tid -> new ArrayList<>())
              .add(new Entered(Integer.parseInt(matcher.group(2)), registers));
        }
      }
    }
    return threads;
  }

  private static DualRecording compare(Map<Integer, List<Entered>> threads, Path log)
      throws IOException {
    Comparison comparison = new Comparison(threads);
    StraceReader reader = new StraceReader(comparison::event);
    try (InputStream in = Files.newInputStream(log)) {
      reader.read(in);
    }
    reader
        .summary()
        .lines()
        .failures()
        .forEach(line -> comparison.differences.add("failed: " + line));
    comparison.end();
    return new DualRecording(
        comparison.calls, comparison.values, comparison.undecoded, comparison.differences);
  }

  /** Takes the events of the log one by one. */
  private static final class Comparison {
    private final Map<Integer, List<Entered>> threads;
    private final Map<Integer, Integer> next = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private boolean begun;
    private int calls;
    private int values;
    private int undecoded;

    Comparison(Map<Integer, List<Entered>> threads) {
      this.threads = threads;
    }

    void event(SyscallEvent event) {
      List<Entered> seen = threads.getOrDefault(event.tid(), List.of());
      int index = next.getOrDefault(event.tid(), begun ? 0 : firstExecve(seen));
      begun = true;
      next.put(event.tid(), index + 1);
      calls++;
      Syscall syscall = SyscallTable.of(event.arch()).byNumber(event.number());
      if (index >= seen.size()) {
        differences.add(
            "call " + index + " of " + event.tid() + " " + syscall + " is in the log only");
        return;
      }
      Entered entered = seen.get(index);
      if (entered.number != event.number()) {
        differences.add(
            "call "
                + index
                + " of "
                + event.tid()
                + ": "
                + event.number()
                + " was "
                + entered.number);
        return;
      }
      for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
        undecoded += event.knowledge(i) == Knowledge.UNDECODED ? 1 : 0;
        if (event.knowledge(i) == Knowledge.VALUE && syscall != null) {
          values++;
          long mask = syscall.arguments().get(i).mask();
          if (event.value(i) != (entered.registers.get(i) & mask)) {
            differences.add(
                syscall.name()
                    + " "
                    + i
                    + ": 0x"
                    + Long.toHexString(event.value(i))
                    + " was 0x"
                    + Long.toHexString(entered.registers.get(i)));
          }
        }
      }
    }

    /** strace's own calls in the child that becomes the program come before. */
    private static int firstExecve(List<Entered> seen) {
      for (int i = 0; i < seen.size(); i++) {
        if (seen.get(i).number == EXECVE) {
          return i;
        }
      }
      return 0;
    }

    /** A thread that is killed may have entered one more call, which strace was not told of. */
    void end() {
      next.forEach((tid, index) -> {
        int left = threads.getOrDefault(tid, List.of()).size() - index;
        if (left > 1) {
          differences.add(left + " calls of " + tid + " are not in the log");
        }
      });
    }
  }
}

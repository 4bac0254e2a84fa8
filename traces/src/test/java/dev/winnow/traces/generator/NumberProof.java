package dev.winnow.traces.generator;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the running kernel which syscall a number is: traces its own thread, issues the number with
 * six arguments of -1, which no syscall asked for here accepts, and pairs {@code raw_syscalls}'
 * number with the event of the function that the kernel entered.
 *
 * <p>Works in an instance of its own, so that nobody else's tracing is disturbed. Needs root.
 */
final class NumberProof implements AutoCloseable {
  private static final Pattern RAW = Pattern.compile(".*: sys_enter: NR (\\d+) .*");
  private static final Pattern EVENT = Pattern.compile(".*: sys_(\\w+)\\(.*");

  private final Path instance =
      TraceEvents.TRACEFS.resolve("instances/winnow-" + ProcessHandle.current().pid());

  NumberProof() throws IOException {
    TraceEvents.mount();
    try {
      Files.createDirectory(instance);
    } catch (IOException e) {
      throw new IOException("cannot create " + instance + "; run the tests as root", e);
    }
  }

  /**
   * The function behind each number of {@code expected}, in the names of unistd.h; without those
   * for which the kernel has no event. The values of {@code expected} say which events to enable.
   */
  Map<Integer, String> entered(Map<Integer, String> expected) throws IOException {
    write("set_event_pid", Path.of("/proc/thread-self").toRealPath().getFileName().toString());
    write("events/raw_syscalls/sys_enter/enable", "1");
    for (String name : expected.values()) {
      String event = "events/syscalls/sys_enter_" + name + "/enable";
      if (Files.exists(instance.resolve(event))) {
        write(event, "1");
      }
    }
    issue(expected);
    write("tracing_on", "0");
    return paired(expected);
  }

  private static void issue(Map<Integer, String> numbers) {
    MethodHandle syscall =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG),
                Linker.Option.firstVariadicArg(1));
    for (int number : numbers.keySet()) {
      try {
        long result = (long) syscall.invokeExact((long) number, -1L, -1L, -1L, -1L, -1L, -1L);
        if (result != -1) {
          throw new IllegalStateException("syscall " + number + " accepted -1: " + result);
        }
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot issue syscall " + number, e);
      }
    }
  }

  /** Reads lines of {@code NR 451 (…)} each followed by {@code sys_cachestat(…)}. */
  private Map<Integer, String> paired(Map<Integer, String> expected) throws IOException {
    Map<Integer, String> names = new TreeMap<>();
    int number = -1;
    for (String line : Files.readAllLines(instance.resolve("trace"))) {
      Matcher raw = RAW.matcher(line);
      Matcher event = EVENT.matcher(line);
      if (raw.matches()) {
        number = Integer.parseInt(raw.group(1));
      } else if (event.matches() && expected.containsKey(number)) {
        names.put(number, TraceEvents.syscallOf(event.group(1)));
      }
    }
    return names;
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(instance.resolve(file), text);
  }

  /** Removes the instance, and with it what it traced. */
  @Override
  public void close() throws IOException {
    Files.delete(instance);
  }
}

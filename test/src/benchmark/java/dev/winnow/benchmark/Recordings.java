package dev.winnow.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Records what the benchmarks read. Needs root for perf; installs nothing. */
final class Recordings {
  /** Four processes that interrupt each other in the log. */
  private static final String WORKLOAD =
      "for i in 1 2 3 4; do find /usr/share -xdev -maxdepth 5 >/dev/null 2>&1 & done; wait";

  private static final List<String> EVENTS =
      List.of("-e", "raw_syscalls:sys_enter,raw_syscalls:sys_exit", "-m", "16M");

  private Recordings() {}

  /**
   * A recording of the kind that {@code source} names.
   *
   * @throws IllegalStateException if a tool is missing or fails
   */
  static Path make(String source) throws IOException, InterruptedException {
    Path file = Files.createTempFile("winnow-benchmark", "." + source);
    switch (source) {
      case "strace" -> run(List.of("strace", "-f", "-o", file.toString(), "sh", "-c", WORKLOAD));
      case "perf.data" -> perf(file);
      case "perf.script" -> {
        Path data = Files.createTempFile("winnow-benchmark", ".data");
        perf(data);
        run(List.of("sh", "-c", "perf script -i " + data + " >" + file));
        Files.delete(data);
      }
      default -> throw new IllegalStateException("no recording of kind " + source);
    }
    return file;
  }

  private static void perf(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("perf", "record", "-q"));
    command.addAll(EVENTS);
    command.addAll(List.of("-o", file.toString(), "--", "sh", "-c", WORKLOAD));
    run(command);
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", command) + " ended with " + code
              + ". Remedy: run as root, with strace and linux-perf installed");
    }
  }
}

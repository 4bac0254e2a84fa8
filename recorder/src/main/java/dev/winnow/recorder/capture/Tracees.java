package dev.winnow.recorder.capture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes that a tracer holds, found by {@code TracerPid} of proc(5), daemons included. */
final class Tracees {
  private Tracees() {}

  /** The processes that {@code tracer} traces at this moment. */
  static List<ProcessHandle> of(long tracer) {
    String wanted = "TracerPid:\t" + tracer;
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (status(process).contains(wanted)) {
          ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      return found; // without /proc nothing can be ended, and strace waits as it would anyway
    }
    return found;
  }

  private static List<String> status(Path process) {
    try {
      return Files.readAllLines(process.resolve("status"));
    } catch (IOException e) {
      return List.of(); // it ended meanwhile
    }
  }
}

package dev.winnow.cli;

import dev.winnow.recorder.capture.Capture;
import dev.winnow.recorder.capture.CaptureException;
import dev.winnow.recorder.capture.StraceCapture;
import dev.winnow.traces.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a command and records it, once or several times. */
final class Recording {
  /** 128 and SIGINT: Ctrl-C ends the whole recording, not only this run. */
  private static final int INTERRUPTED = 130;

  private Recording() {}

  /**
   * What was recorded.
   *
   * @param evidence of all runs
   * @param exitCode the last run's, as a shell would report it
   * @param interrupted whether Ctrl-C ended it early
   */
  record Recorded(Evidence evidence, int exitCode, boolean interrupted) {}

  static Recorded record(List<String> command, int runs, GlobalOptions global) {
    List<Evidence> all = new ArrayList<>();
    int exitCode = 0;
    boolean interrupted = false;
    try {
      StraceCapture strace = new StraceCapture();
      Path folder = Files.createTempDirectory("winnow");
      try {
        for (int run = 1; run <= runs && !interrupted; run++) {
          if (!global.quiet && runs > 1) {
            System.err.println("run " + run + " of " + runs);
          }
          Path trace = folder.resolve("run" + run + ".strace");
          Capture capture = strace.record(command, trace);
          exitCode = capture.exit().shellCode();
          interrupted = capture.interrupted() || exitCode == INTERRUPTED;
          Evidence evidence = Traces.evidence(capture, global);
          if (evidence.events() == 0) {
            throw new CommandFailure(
                "strace recorded no system call: is tracing permitted here? A process that is itself"
                    + " traced cannot trace, and a container needs --cap-add=SYS_PTRACE");
          }
          all.add(evidence);
          Files.delete(trace);
        }
      } finally {
        removeAll(folder);
      }
    } catch (CaptureException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } catch (IOException e) {
      throw new CommandFailure("cannot keep the recording: " + Problem.reason(e), e);
    }
    return new Recorded(Evidence.joinAll(all), exitCode, interrupted);
  }

  private static void removeAll(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var listing = Files.list(folder)) {
      listing.forEach(files::add);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    Files.delete(folder);
  }

  /** The name under which results of a command are kept. */
  static String nameOf(List<String> command) {
    Path name = Path.of(command.getFirst()).getFileName();
    String text = name == null ? "" : name.toString().replaceAll("[^A-Za-z0-9._+-]", "_");
    return text.isEmpty() || text.startsWith(".") ? "program" : text;
  }
}

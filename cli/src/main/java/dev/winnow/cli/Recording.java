package dev.winnow.cli;

import dev.winnow.recorder.capture.Capture;
import dev.winnow.recorder.capture.CaptureException;
import dev.winnow.recorder.capture.NotedInterrupt;
import dev.winnow.recorder.capture.Output;
import dev.winnow.recorder.capture.ProgramExit;
import dev.winnow.recorder.capture.StraceCapture;
import dev.winnow.traces.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a command and records it, once or several times. */
final class Recording {
  private Recording() {}

  /**
   * What was recorded.
   *
   * @param evidence of all runs
   * @param exits how the program ended, a run each
   * @param interrupted whether Ctrl-C or a signal to winnow ended it early
   */
  record Recorded(Evidence evidence, List<ProgramExit> exits, boolean interrupted) {
    Recorded {
      exits = List.copyOf(exits);
    }

    /** The last run's, as a shell would report it. */
    int exitCode() {
      return exits.getLast().shellCode();
    }

    /** How the runs ended that did not end well, in a line for people; "" if all did. */
    String ending() {
      Map<String, Integer> bad = new LinkedHashMap<>();
      for (ProgramExit exit : exits) {
        if (exit.shellCode() != 0) {
          bad.merge(exit.text(), 1, Integer::sum);
        }
      }
      List<String> parts = new ArrayList<>();
      bad.forEach((text, runs) ->
          parts.add(
              exits.size() == 1 ? text : text + " in " + runs + " of " + exits.size() + " runs"));
      if (interrupted) {
        parts.add("stopped by a signal to winnow");
      }
      return String.join(", ", parts);
    }
  }

  static void requireCommand(List<String> command, String by) {
    if (command.isEmpty()) {
      throw new CommandFailure(
          "no command was given; put it after --, as in: winnow " + by + " -- ls -l");
    }
  }

  static Recorded record(List<String> command, int runs, Output output, GlobalOptions global) {
    List<Evidence> all = new ArrayList<>();
    List<ProgramExit> exits = new ArrayList<>();
    boolean interrupted = false;
    try (Folder folder = Folder.make();
        NotedInterrupt between = new NotedInterrupt()) {
      StraceCapture strace = new StraceCapture();
      for (int run = 1; run <= runs && !interrupted; run++) {
        if (!global.quiet && runs > 1) {
          System.err.println("run " + run + " of " + runs);
        }
        Path trace = folder.path().resolve("run" + run + ".strace");
        Capture capture = strace.record(command, output, trace);
        exits.add(capture.exit());
        interrupted = capture.interrupted();
        Evidence evidence = Traces.evidence(capture, global);
        if (evidence.events() == 0) {
          throw new CommandFailure(
              "strace recorded no system call: is tracing permitted here? A process that is itself"
                  + " traced cannot trace, and a container needs --cap-add=SYS_PTRACE");
        }
        all.add(evidence);
        Files.delete(trace);
        interrupted |= between.came();
      }
    } catch (CaptureException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    } catch (IOException e) {
      throw new CommandFailure("cannot keep the recording: " + Problem.reason(e), e);
    }
    if (interrupted && !global.quiet) {
      System.err.printf(
          "interrupted: going on with what was recorded, %d of %d runs%n", all.size(), runs);
    }
    return new Recorded(Evidence.joinAll(all), exits, interrupted);
  }

  /** The folder in which traces are kept until they are read; gone afterwards, also on Ctrl-C. */
  private record Folder(Path path) implements AutoCloseable {
    static Folder make() {
      String named = System.getenv("TMPDIR");
      String parent =
          named == null || named.isEmpty() ? System.getProperty("java.io.tmpdir") : named;
      try {
        Path path = Files.createTempDirectory(Path.of(parent), "winnow");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> removeAtExit(path)));
        return new Folder(path);
      } catch (IOException | InvalidPathException e) {
        String reason =
            e instanceof IOException io ? Problem.reason(io) : String.valueOf(e.getMessage());
        throw new CommandFailure(
            "cannot keep the recording in %s: %s; set TMPDIR to a folder that you can write to"
                .formatted(parent, reason),
            e);
      }
    }

    @Override
    public void close() throws IOException {
      remove(path);
    }

    private static void removeAtExit(Path folder) {
      try {
        if (Files.exists(folder)) {
          remove(folder);
        }
      } catch (IOException | UncheckedIOException e) {
        System.err.println("winnow: cannot remove " + folder + ": " + e.getMessage());
      }
    }

    private static void remove(Path folder) throws IOException {
      List<Path> files = new ArrayList<>();
      try (var listing = Files.list(folder)) {
        listing.forEach(files::add);
      }
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(folder);
    }
  }

  /** The name under which results of a command are kept. */
  static String nameOf(List<String> command) {
    String path = command.getFirst().replaceFirst("/+$", "");
    String name = path.substring(path.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._+-]", "_");
    return name.isEmpty() || name.startsWith(".") ? "program" : name;
  }
}

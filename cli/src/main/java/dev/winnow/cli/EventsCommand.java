package dev.winnow.cli;

import dev.winnow.recorder.EventLines;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code winnow events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    description = {
      "What was understood, an event a line, tab-separated: pid, arch, nr, name, arg0 to arg5, result.",
      "Calls that never returned, such as exit_group, are in the evidence and not here; -v counts them.",
      "Arguments are hexadecimal; * is a pointer or not shown, ? not decoded, - past the arity.",
      "With several inputs a first column names the file.",
      "With --json: {\"events\": [{input, pid, arch, nr, name, args, result}, ...]}, an event a line."
    },
    footer = {"", "Example: winnow events app.strace | cut -f4 | sort | uniq -c"})
final class EventsCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "TRACE",
      description = "Traces or directories of traces; - is standard input.")
  private List<Path> inputs = List.of();

  @Override
  public Integer call() {
    int code = ExitCode.OK;
    List<TraceInput> found = new ArrayList<>();
    for (Path input : inputs) {
      try {
        found.addAll(Traces.find(List.of(input.toString()), global));
      } catch (CommandFailure e) {
        System.err.println("winnow: " + e.getMessage());
        code = ExitCode.BAD_INPUT;
      }
    }
    boolean named = found.size() > 1 || inputs.size() > 1;
    try {
      return Math.max(code, global.json ? objects(found) : lines(found, named));
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure("cannot write the events: " + e.getMessage(), e);
    }
  }

  private int lines(List<TraceInput> found, boolean named) {
    StandardOutput out = StandardOutput.BYTES;
    int code = ExitCode.OK;
    for (TraceInput input : found) {
      EventLines lines = named ? new EventLines(out, input.label()) : new EventLines(out);
      code = Math.max(code, print(input, lines));
      lines.flush();
      if (out.isOver()) {
        break;
      }
    }
    return code;
  }

  private int objects(List<TraceInput> found) throws IOException {
    EventObjects objects = new EventObjects(StandardOutput.BYTES);
    int code = ExitCode.OK;
    for (TraceInput input : found) {
      objects.input(input.label());
      int one = print(input, objects);
      if (one != ExitCode.BAD_INPUT) {
        objects.begin(); // a trace without events has an empty list of them; what is none has none
      }
      code = Math.max(code, one);
      if (StandardOutput.BYTES.isOver()) {
        break;
      }
    }
    objects.end();
    return code;
  }

  /**
   * Ends the reading of a trace whose events go nowhere: the reader has enough, or a disk is full.
   */
  private static final class NoMoreWanted extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static TraceSink whileWanted(TraceSink sink) {
    return event -> {
      if (StandardOutput.BYTES.isOver()) {
        throw new NoMoreWanted();
      }
      sink.event(event);
    };
  }

  private int print(TraceInput input, TraceSink sink) {
    try {
      RecordedRun run = Traces.read(input, whileWanted(sink), global);
      if (!global.quiet) {
        run.warnings().forEach(warning -> System.err.println(Terminal.safe(warning)));
        if (global.verbose && run.summary().neverReturned() > 0) {
          System.err.printf(
              Locale.ROOT,
              "%s: and %,d calls that never returned; they are in the evidence%n",
              Terminal.safe(input.label()),
              run.summary().neverReturned());
        }
        run.summary()
            .lost()
            .forEach((what, count) ->
                System.err.printf(
                    Locale.ROOT, "%s: %,d %s%n", Terminal.safe(input.label()), count, what));
        for (String failure : run.summary().lines().failures()) {
          System.err.println(Terminal.safe(input.label() + ": " + failure));
        }
        long unlisted = run.summary().lines().failed() - run.summary().lines().failures().size();
        if (unlisted > 0) {
          System.err.println(
              Terminal.safe(input.label()) + ": and " + unlisted + " more failed lines");
        }
      }
      return global.strict && run.incomplete() ? ExitCode.FINDING : ExitCode.OK;
    } catch (TraceException e) {
      System.err.println("winnow: " + Terminal.safe(String.valueOf(e.getMessage())));
      return ExitCode.BAD_INPUT;
    } catch (NoMoreWanted e) {
      return ExitCode.OK; // of a full disk Main tells
    }
  }
}

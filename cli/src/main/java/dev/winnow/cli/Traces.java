package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceFiles;
import dev.winnow.recorder.TraceFormat;
import dev.winnow.recorder.TraceInput;
import dev.winnow.recorder.capture.Capture;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceBuilder;
import dev.winnow.traces.EvidenceJoiner;
import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Run;
import dev.winnow.traces.TraceSink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From the files that a command names, or from a recording, to evidence. */
final class Traces {
  private Traces() {}

  /** Evidence of traces and evidence files together; says on stderr what was understood. */
  static Evidence evidence(List<Path> inputs, GlobalOptions global) {
    List<Evidence> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> traces = new ArrayList<>();
    for (Path input : inputs) {
      if (isEvidence(input)) {
        names.add(input.toString());
        parts.add(Inputs.evidence(input));
      } else {
        traces.add(input.toString());
      }
    }
    if (!traces.isEmpty()) {
      names.addFirst("the traces"); // one version reads all: they cannot contradict each other
      parts.addFirst(read(inputs, traces, global));
    }
    Evidence all = joined(names, parts);
    requireComplete(all, "nothing was written", global);
    return all;
  }

  private static Evidence read(List<Path> inputs, List<String> traces, GlobalOptions global) {
    try {
      EvidenceJoiner all = new EvidenceJoiner();
      Map<String, String> seen = new HashMap<>();
      for (TraceInput input : find(traces, global)) {
        Evidence one = read(input, global);
        noteRepeats(one, input.label(), seen, global);
        all.add(one);
      }
      return all.all();
    } catch (CommandFailure e) {
      requireTraces(inputs);
      throw e;
    }
  }

  /** The same bytes are the same run, under whatever name. */
  private static void noteRepeats(
      Evidence read, String label, Map<String, String> seen, GlobalOptions global) {
    for (String run : read.runs().keySet()) {
      String before = seen.putIfAbsent(run, label);
      if (before != null && !global.quiet) {
        System.err.println(
            "note: "
                + Terminal.name(label)
                + " is "
                + Terminal.name(before)
                + " again; it counts once");
      }
    }
  }

  /** A policy or program is no recording, which reading it as one did not say so well. */
  private static void requireTraces(List<Path> inputs) {
    for (Path input : inputs) {
      if (Files.isRegularFile(input)) {
        switch (Content.of(Inputs.start(input))) {
          case POLICY ->
              throw new CommandFailure(
                  Terminal.name(input)
                      + ": not a recording but a policy; `winnow check` holds recordings against it,"
                      + " `winnow diff` compares it, `winnow compile` makes a program of it");
          case PROGRAM ->
              throw new CommandFailure(
                  Terminal.name(input)
                      + ": not a recording but a compiled program; `winnow import` makes a policy of"
                      + " it, `winnow diff` compares it");
          default -> {}
        }
      }
    }
  }

  /**
   * All parts together.
   *
   * @param names of the inputs that the parts are from, for the message if one contradicts others
   */
  static Evidence joined(List<String> names, List<Evidence> parts) {
    try {
      return Evidence.joinAll(parts);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(contradiction(names, parts) + e.getMessage(), e);
    }
  }

  /** Names the first input that does not go with those before it; slow, but only on failure. */
  private static String contradiction(List<String> names, List<Evidence> parts) {
    Evidence before = Evidence.NONE;
    for (int i = 0; i < parts.size(); i++) {
      try {
        before = before.join(parts.get(i));
      } catch (IllegalArgumentException e) {
        return Terminal.name(names.get(i)) + ": cannot be merged with the others: ";
      }
    }
    return "the inputs cannot be merged: ";
  }

  static boolean isEvidence(Path input) {
    boolean readable = Inputs.isStandardInput(input) || Files.isRegularFile(input);
    return readable && Inputs.isEvidence(Inputs.start(input));
  }

  /** The runs that paths lead to; what a directory holds beside is named on stderr. */
  static List<TraceInput> find(List<String> paths, GlobalOptions global) {
    try {
      TraceFiles.Found found = TraceFiles.find(paths);
      if (!global.quiet) {
        found.skipped().forEach(file -> System.err.println("skipped " + Terminal.safe(file)));
      }
      return found.inputs();
    } catch (TraceException e) {
      throw new CommandFailure(Terminal.safe(String.valueOf(e.getMessage())), e);
    }
  }

  static Ingestion ingestion(GlobalOptions global) {
    String name = global.from;
    @Nullable TraceFormat format = name == null ? null : TraceFormat.ofLabel(name);
    if (name != null && format == null) {
      throw new CommandFailure(
          "--from: '"
              + name
              + "' is no format that winnow reads; it reads "
              + TraceFormat.labels());
    }
    return new Ingestion(Inputs.STDIN, global.archOrDefault(), format);
  }

  /** Reads one run; a terminal sees how far it is. */
  static RecordedRun read(TraceInput input, TraceSink sink, GlobalOptions global)
      throws TraceException {
    try (Progress progress = new Progress(input, sink, global)) {
      return ingestion(global).read(input, progress);
    }
  }

  private static Evidence read(TraceInput input, GlobalOptions global) {
    EvidenceBuilder builder = new EvidenceBuilder();
    try {
      RecordedRun run = read(input, builder, global);
      return evidence(run, "", builder, global);
    } catch (TraceException e) {
      throw new CommandFailure(Terminal.safe(String.valueOf(e.getMessage())), e);
    }
  }

  /** Evidence of one live recording. */
  static Evidence evidence(Capture capture, GlobalOptions global) {
    EvidenceBuilder builder = new EvidenceBuilder();
    try (Progress progress =
        new Progress("the recording", List.of(capture.trace()), builder, global)) {
      RecordedRun run = ingestion(global).read(capture, progress);
      return evidence(run, capture.commandLine(), builder, global);
    } catch (TraceException e) {
      throw new CommandFailure(Terminal.safe(String.valueOf(e.getMessage())), e);
    }
  }

  private static Evidence evidence(
      RecordedRun recorded, String command, EvidenceBuilder builder, GlobalOptions global) {
    Run run = recorded.toRun(command);
    if (!global.quiet) {
      recorded.warnings().forEach(warning -> System.err.println(Terminal.safe(warning)));
      if (global.verbose || run.incomplete()) {
        System.err.println(Terminal.safe(account(run)));
      }
    }
    return builder.build(run);
  }

  /** What became of the lines of a run, for people. */
  static String account(Run run) {
    LineAccount lines = run.lines();
    String ignored =
        lines.ignored().entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %,d lines = %,d parsed + %,d joined + %,d ignored%s + %,d failed; %,d events%s",
            Terminal.name(run.label()),
            lines.lines(),
            lines.parsed(),
            lines.joined(),
            lines.ignoredTotal(),
            ignored.isEmpty() ? "" : " (" + ignored + ")",
            lines.failed(),
            run.events(),
            run.truncated() ? "; the trace begins or ends in the middle" : ""));
    run.lost().forEach((loss, count) -> text.append("\n  ").append(count).append(' ').append(loss));
    lines.failures().forEach(failure -> text.append("\n  ").append(failure));
    run.unknown()
        .forEach((name, count) ->
            text.append("\n  unknown constant ").append(name).append(": ").append(count));
    return text.toString();
  }

  /** The same for scripts. */
  static ObjectNode json(Run run) {
    ObjectNode node = Json.object();
    node.put("id", run.id()).put("label", run.label()).put("format", run.format());
    node.put("events", run.events()).put("truncated", run.truncated());
    run.lost().forEach(node.putObject("lost")::put);
    ObjectNode lines = node.putObject("lines");
    lines.put("total", run.lines().lines());
    lines.put("parsed", run.lines().parsed());
    lines.put("joined", run.lines().joined());
    run.lines().ignored().forEach(lines.putObject("ignored")::put);
    lines.put("failed", run.lines().failed());
    run.lines().failures().forEach(node.putArray("failures")::add);
    run.unknown().forEach(node.putObject("unknownConstants")::put);
    return node;
  }

  /**
   * With {@code --strict}, an incomplete recording is a finding.
   *
   * @param consequence what was done with it nevertheless, or not done
   */
  static void requireComplete(Evidence evidence, String consequence, GlobalOptions global) {
    if (!global.strict || !evidence.incomplete()) {
      return;
    }
    String labels =
        evidence.runs().values().stream()
            .filter(Run::incomplete)
            // Unless it was to be quiet, the account was printed when the run was read.
            .map(run -> global.quiet ? account(run) : Terminal.name(run.label()))
            .collect(Collectors.joining(", "));
    throw CommandFailure.finding(
        "--strict: %s was not understood completely%s; %s"
            .formatted(
                labels.isEmpty() ? "the recording" : labels,
                evidence.undecoded() == 0
                    ? ""
                    : ", " + evidence.undecoded() + " arguments not decoded",
                consequence));
  }
}

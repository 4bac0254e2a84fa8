package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.bpf.ProgramFormatException;
import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.Arch;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a file seems to be, for the message when it is not what a command needs. */
enum Content {
  POLICY("a policy; `winnow compile` makes a program of it"),
  PROGRAM("a compiled program; `winnow import` makes a policy of it"),
  EVIDENCE("winnow evidence; `winnow learn` makes a policy of it"),
  TRACE("a trace; `winnow ingest` makes evidence of it, `winnow learn` a policy"),
  UNKNOWN("");

  private static final int LOOKED_AT = 64 << 10;

  private static final Pattern POLICY_LINE =
      Pattern.compile("(?m)^[ \\t]*(arch \\w+[ \\t\\r]*(#.*)?$|# winnow policy )");

  private final String description;

  Content(String description) {
    this.description = description;
  }

  /** A guess from the first bytes. */
  static Content of(byte[] content) {
    byte[] start = Arrays.copyOf(content, Math.min(content.length, LOOKED_AT));
    if (Inputs.isEvidence(start)) {
      return EVIDENCE;
    }
    if (isProgram(content)) {
      return PROGRAM;
    }
    if (POLICY_LINE.matcher(new String(start, StandardCharsets.ISO_8859_1)).find()) {
      return POLICY;
    }
    return isTrace(start) ? TRACE : UNKNOWN;
  }

  /** What the file is instead, if that is something else that winnow knows. */
  Optional<String> insteadOf(Content expected) {
    return this == UNKNOWN || this == expected
        ? Optional.empty()
        : Optional.of("it looks like " + description);
  }

  private static boolean isProgram(byte[] content) {
    try {
      return Program.read(content).size() > 0;
    } catch (ProgramFormatException e) {
      return false;
    }
  }

  private static boolean isTrace(byte[] start) {
    try {
      new Ingestion(new ByteArrayInputStream(start), Arch.X86_64, null)
          .read(TraceInput.of(TraceInput.STDIN), event -> {});
      return true;
    } catch (TraceException e) {
      return false; // It is no trace, and that was the question.
    }
  }
}

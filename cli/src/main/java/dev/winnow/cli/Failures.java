package dev.winnow.cli;

import dev.winnow.traces.EvidenceFormatException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Errors as a person reads them: no stack trace unless --debug asks for it. */
final class Failures {
  private static final Set<String> RUNS_A_COMMAND = Set.of("profile", "record");

  private Failures() {}

  static int onExecution(Exception failure, CommandLine command, ParseResult parsed) {
    boolean debug = parsed.originalArgs().contains("--debug");
    System.err.println("winnow: " + Terminal.safe(message(failure, debug)));
    if (debug) {
      Arrays.stream(failure.getStackTrace()).forEach(frame -> System.err.println("  at " + frame));
      Throwable cause = failure.getCause();
      if (cause != null) {
        System.err.println("caused by " + cause);
        Arrays.stream(cause.getStackTrace()).forEach(frame -> System.err.println("  at " + frame));
      }
    }
    return failure instanceof CommandFailure known ? known.exitCode() : ExitCode.BAD_INPUT;
  }

  private static String message(Exception failure, boolean debug) {
    return switch (failure) {
      case CommandFailure known -> String.valueOf(known.getMessage());
      case EvidenceFormatException damaged -> String.valueOf(damaged.getMessage());
      case IOException io -> Problem.reason(io);
      default ->
          "internal error: "
              + failure
              + (debug ? "" : ". This is a fault of winnow; --debug shows where, please report it");
    };
  }

  /** As picocli says it, but for the words of an option, which are written as people type them. */
  private static String message(ParameterException usage) {
    ArgSpec argument = usage.getArgSpec();
    if (argument == null || !argument.typeInfo().isEnum() || usage.getValue() == null) {
      return String.valueOf(usage.getMessage());
    }
    String name = argument instanceof OptionSpec option ? option.longestName() + ": " : "";
    List<String> words =
        argument.typeInfo().getEnumConstantNames().stream()
            .map(word -> word.toLowerCase(Locale.ROOT))
            .toList();
    return "%s'%s'; expected one of %s".formatted(name, usage.getValue(), String.join(", ", words));
  }

  static int onUsage(ParameterException usage, String[] args) {
    System.err.println("winnow: " + Terminal.safe(message(usage)));
    CommandLine command = usage.getCommandLine();
    if (usage instanceof CommandLine.UnmatchedArgumentException
        && RUNS_A_COMMAND.contains(command.getCommandName())
        && !Arrays.asList(args).contains("--")) {
      System.err.println(
          "An option of the command that is run? Put -- before the command: winnow "
              + command.getCommandName()
              + " -- ls -l");
      return ExitCode.BAD_INPUT;
    }
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(usage, System.err.printf(""))) {
      System.err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.BAD_INPUT;
  }
}

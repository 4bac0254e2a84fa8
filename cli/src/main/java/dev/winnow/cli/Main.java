package dev.winnow.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Starts the {@code winnow} command. */
@Command(
    name = "winnow",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Records the system calls that a program makes, learns the smallest seccomp policy that it"
            + " needs, and proves what it emits.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ProfileCommand.class,
      RecordCommand.class,
      IngestCommand.class,
      EventsCommand.class,
      MergeCommand.class,
      LearnCommand.class,
      CompileCommand.class,
      VerifyCommand.class,
      ImportCommand.class,
      CheckCommand.class,
      ExplainCommand.class,
      DiffCommand.class,
      UpdateCommand.class,
      ReportCommand.class,
      DisasmCommand.class,
      SimCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Example: winnow profile -o out -- ls -lR /usr/share/doc",
      "Exit codes: 0 fine; 1 a finding (denied, wider, not provable); 2 bad usage or unreadable input."
    })
final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Results are UTF-8 whatever the locale: they name files and constants for other programs.
    System.setOut(new PrintStream(StandardOutput.BYTES, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
    System.exit(run(Arguments.exact(args)));
  }

  /** Runs one command with the streams that there are, and gives its exit code. */
  static int run(String... args) {
    // No locale's digits or letters: results and messages are the same everywhere.
    Locale.setDefault(Locale.ROOT);
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(Failures::onExecution);
    line.setParameterExceptionHandler(Failures::onUsage);
    line.setExitCodeExceptionMapper(e -> ExitCode.BAD_INPUT);
    line.registerConverter(Path.class, new Arguments.PathConverter());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    int code;
    try {
      code = line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      System.err.println(
          "winnow: the input needs more memory than there is ("
              + e.getMessage()
              + "). More: "
              + "JAVA_TOOL_OPTIONS=-Xmx8g");
      code = ExitCode.BAD_INPUT;
    }
    System.out.flush();
    if (!StandardOutput.BYTES.problem().isEmpty()) {
      System.err.println(
          "winnow: cannot write to standard output: " + StandardOutput.BYTES.problem());
      return ExitCode.BAD_INPUT;
    }
    return code;
  }
}

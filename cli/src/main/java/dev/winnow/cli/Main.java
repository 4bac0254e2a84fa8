package dev.winnow.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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
    footer = {
      "",
      "Example: winnow profile -o out -- ls -lR /usr/share/doc",
      "Exit codes: 0 fine; 1 a finding (denied, wider, not provable); 2 bad usage or unreadable input."
    })
final class Main {
  /** In the order of the help. */
  static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("profile", ProfileCommand.class);
    COMMANDS.put("record", RecordCommand.class);
    COMMANDS.put("ingest", IngestCommand.class);
    COMMANDS.put("events", EventsCommand.class);
    COMMANDS.put("merge", MergeCommand.class);
    COMMANDS.put("learn", LearnCommand.class);
    COMMANDS.put("compile", CompileCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("import", ImportCommand.class);
    COMMANDS.put("check", CheckCommand.class);
    COMMANDS.put("explain", ExplainCommand.class);
    COMMANDS.put("diff", DiffCommand.class);
    COMMANDS.put("update", UpdateCommand.class);
    COMMANDS.put("report", ReportCommand.class);
    COMMANDS.put("disasm", DisasmCommand.class);
    COMMANDS.put("sim", SimCommand.class);
    COMMANDS.put("completion", CompletionCommand.class);
  }

  private Main() {}

  public static void main(String[] args) {
    openStreams();
    System.exit(run(Arguments.exact(args)));
  }

  static void openStreams() {
    // Results are UTF-8 whatever the locale: they name files and constants for other programs.
    System.setOut(new PrintStream(StandardOutput.BYTES, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(System.err, true, StandardCharsets.UTF_8));
  }

  /** Runs one command with the streams that there are, and gives its exit code. */
  static int run(String... args) {
    // No locale's digits or letters: results and messages are the same everywhere.
    Locale.setDefault(Locale.ROOT);
    CommandLine line = line(args);
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

  /** Knows only the command that is asked for: reading what all can do takes as long as a diff. */
  private static CommandLine line(String... args) {
    CommandLine line = new CommandLine(new Main());
    Class<?> asked = args.length == 0 ? null : COMMANDS.get(args[0]);
    if (asked == null || asked == CompletionCommand.class) {
      COMMANDS.forEach(line::addSubcommand);
    } else {
      line.addSubcommand(args[0], asked);
    }
    return line;
  }
}

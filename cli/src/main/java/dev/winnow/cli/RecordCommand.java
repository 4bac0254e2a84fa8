package dev.winnow.cli;

import dev.winnow.recorder.capture.Output;
import dev.winnow.traces.EvidenceJson;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow record}. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    description =
        "Run a command and record its system calls. Ctrl-C ends the command and keeps what was"
            + " recorded.",
    footer = {
      "",
      "With --json or -o - the command's own standard output goes to standard error.",
      "Example: winnow record -n 5 -o app.evidence -- ./app --self-test"
    })
final class RecordCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Mixin private GroupOption group = new GroupOption();

  @Mixin private RunOptions run = new RunOptions();

  @Parameters(arity = "0..*", paramLabel = "CMD", description = "The command, after --.")
  private List<String> command = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the evidence; NAME.evidence by default; - for standard output.")
  private @Nullable Path output;

  /** Options of running a command, shared with {@code profile}. */
  static final class RunOptions {
    @Option(
        names = {"-n", "--runs"},
        defaultValue = "1",
        paramLabel = "RUNS",
        description = "How often to run the command: ${DEFAULT-VALUE} unless given.")
    private int runs = 1;

    @Option(
        names = "--with",
        defaultValue = "auto",
        paramLabel = "auto|strace",
        description = "What records: strace, which auto, the default, means as well.")
    private String recorder = "auto";

    @Option(
        names = "--exit-code",
        paramLabel = "command",
        description = "command: exit as the command did, instead of 0.")
    private @Nullable String exitCode;

    int runs() {
      if (!recorder.equals("auto") && !recorder.equals("strace")) {
        throw new CommandFailure("--with: '" + recorder + "'; this version records with strace");
      }
      if (runs < 1) {
        throw new CommandFailure("-n: " + runs + " runs; at least 1 is needed");
      }
      return runs;
    }

    int exitCode(int ofCommand) {
      String mode = exitCode;
      if (mode == null) {
        return ExitCode.OK;
      }
      if (!mode.equals("command")) {
        throw new CommandFailure("--exit-code: '" + mode + "'; expected command");
      }
      return ofCommand;
    }
  }

  @Override
  public Integer call() {
    run.exitCode(0);
    Recording.requireCommand(command, "record");
    Path file = output == null ? Path.of(Recording.nameOf(command) + ".evidence") : output;
    Results.require(file, global);
    Output output = global.json || Inputs.isStandardInput(file) ? Output.RESULTS : Output.PROGRAMS;
    Recording.Recorded recorded = Recording.record(command, run.runs(), output, global);
    Results.write(file, out -> EvidenceJson.write(group.apply(recorded.evidence()), out));
    if (!global.quiet && !recorded.ending().isEmpty()) {
      System.err.println("the program " + recorded.ending());
    }
    IngestCommand.accounts(recorded.evidence(), global);
    Traces.requireComplete(recorded.evidence(), "the evidence was written", global);
    return run.exitCode(recorded.exitCode());
  }
}

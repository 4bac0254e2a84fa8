package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceJson;
import dev.winnow.traces.Run;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow ingest}. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = "Read traces into evidence. Every line is accounted for.",
    footer = {"", "Example: winnow ingest monday.strace tuesday.strace.gz -o app.evidence"})
final class IngestCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Mixin private GroupOption group = new GroupOption();

  @Parameters(
      arity = "1..*",
      paramLabel = "TRACE",
      description = "Traces or directories of traces; each file is one run; - is standard input.")
  private List<Path> inputs = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write the evidence; - for standard output.")
  private Path output = Path.of("-");

  @Override
  public Integer call() {
    Results.require(output, global);
    Results.requireApart(output, inputs);
    Evidence evidence = group.apply(Traces.evidence(inputs, global));
    Results.write(output, out -> EvidenceJson.write(evidence, out));
    accounts(evidence, global);
    return ExitCode.OK;
  }

  /** Prints what became of every line of every run. */
  static void accounts(Evidence evidence, GlobalOptions global) {
    if (global.json) {
      ObjectNode root = Json.object();
      ArrayNode runs = root.putArray("runs");
      evidence.runs().values().forEach(run -> runs.add(Traces.json(run)));
      Json.print(root.put("events", evidence.events()));
    } else if (!global.quiet) {
      for (Run run : evidence.runs().values()) {
        if (!global.verbose && !run.incomplete()) {
          System.err.println(Terminal.safe(Traces.account(run)));
        }
      }
    }
  }
}

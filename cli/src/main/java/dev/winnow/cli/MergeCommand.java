package dev.winnow.cli;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceJson;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow merge}. */
@Command(
    name = "merge",
    mixinStandardHelpOptions = true,
    description = "Merge evidence files. A run that several files have counts once.",
    footer = {"", "Example: winnow merge monday.evidence tuesday.evidence -o app.evidence"})
final class MergeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(arity = "1..*", paramLabel = "EVIDENCE", description = "Evidence files.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write the merged evidence.")
  private Path output = Path.of("-");

  @Override
  public Integer call() {
    Results.require(output, global);
    Evidence merged =
        Traces.joined(
            files.stream().map(Path::toString).toList(),
            files.stream().map(Inputs::evidence).toList());
    Traces.requireComplete(merged, "nothing was written", global);
    Results.write(output, out -> EvidenceJson.write(merged, out));
    if (global.json) {
      Json.print(Json.object().put("runs", merged.runs().size()).put("events", merged.events()));
    } else if (!global.quiet) {
      System.err.printf(
          Locale.ROOT, "%d runs, %,d events%n", merged.runs().size(), merged.events());
    }
    return ExitCode.OK;
  }
}

package dev.winnow.cli;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.ProvedProgram;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.policy.Policy;
import dev.winnow.reports.ProgramFacts;
import dev.winnow.reports.Report;
import dev.winnow.reports.ReportJson;
import dev.winnow.reports.ReportText;
import dev.winnow.traces.Evidence;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Coverage, confidence and charts as one HTML page, pictures, and text.",
    footer = {"", "Example: winnow report app.evidence --policy app.policy -o report"})
final class ReportCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(arity = "1..*", paramLabel = "EVIDENCE", description = "Evidence or traces.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "The policy to report on; the default template's unless given.")
  private @Nullable Path policyFile;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Where to write report.html and the charts.")
  private Path output = Path.of(".");

  @Override
  public Integer call() {
    Results.makeFolder(output);
    Evidence evidence = Traces.evidence(inputs, global);
    LearnedPolicy learned = LearnCommand.learn(evidence, LearnOptions.DEFAULT);
    Path file = policyFile;
    Policy policy = file == null ? learned.policy() : Inputs.policy(file);
    ProvedProgram proved = CompileCommand.compile(policy, Workload.of(evidence), Objective.SPEED);
    Report report =
        Report.of(
            title(),
            evidence,
            policy,
            learned.riskOf(policy),
            Optional.of(ProgramFacts.of(proved.program(), policy, evidence)));
    ReportFiles.write(report, output);
    if (global.json) {
      Json.print(ReportJson.of(report));
    } else if (!global.quiet) {
      System.out.print(ReportText.of(report));
    }
    return ExitCode.OK;
  }

  private String title() {
    Path name = inputs.getFirst().getFileName();
    return name == null ? "winnow" : name.toString().replaceFirst("\\.(evidence|strace)$", "");
  }
}

package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.ProvedProgram;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.policy.Policies;
import dev.winnow.recorder.capture.Output;
import dev.winnow.reports.Insights;
import dev.winnow.reports.ProgramFacts;
import dev.winnow.reports.Report;
import dev.winnow.reports.ReportJson;
import dev.winnow.reports.Summary;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.EvidenceJson;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow profile}. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description =
        "The whole way: record a command, learn a policy, compile and prove it, and report how far to"
            + " trust it.",
    footer = {
      "",
      "With --json the command's own standard output goes to standard error.",
      "Example: winnow profile -o out -n 5 -- ls -lR /usr/share/doc"
    })
final class ProfileCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Mixin private GroupOption group = new GroupOption();

  @Mixin private RecordCommand.RunOptions run = new RecordCommand.RunOptions();

  @Mixin private LearnCommand.LearnSettings settings = new LearnCommand.LearnSettings();

  @Parameters(arity = "0..*", paramLabel = "CMD", description = "The command, after --.")
  private List<String> command = List.of();

  @Option(
      names = {"-o", "--output"},
      defaultValue = "winnow-out",
      paramLabel = "DIR",
      description =
          "Where to write the results: ${DEFAULT-VALUE} unless given. What is there is replaced, also"
              + " a policy; `winnow learn` onto a policy only loosens it.")
  private Path output = Path.of("winnow-out");

  @Override
  public Integer call() {
    run.exitCode(0);
    Recording.requireCommand(command, "profile");
    LearnOptions options = settings.options();
    int runs = run.runs();
    Results.requireFolder(output);
    Recording.Recorded recorded =
        Recording.record(command, runs, global.json ? Output.RESULTS : Output.PROGRAMS, global);
    Evidence evidence = group.apply(recorded.evidence());
    LearnedPolicy learned = LearnCommand.learn(evidence, options);
    Beside<Insights> insights = Beside.start(() -> Insights.of(evidence, options));
    ProvedProgram proved =
        CompileCommand.compile(learned.policy(), Workload.of(evidence), Objective.SPEED);
    Report report =
        Report.of(
                Recording.nameOf(command),
                evidence,
                learned.policy(),
                Optional.of(learned.risk()),
                Optional.of(ProgramFacts.of(proved.program(), learned.policy(), evidence)))
            .explained(insights.result());
    Results.makeFolder(output);
    Path policy = output.resolve(Recording.nameOf(command) + ".policy");
    List<String> notes = new ArrayList<>(learned.notes());
    ExistingPolicy.lost(policy, learned.policy()).ifPresent(notes::add);
    write(evidence, learned, proved, report);
    if (global.json) {
      ObjectNode root = ReportJson.summary(report);
      notes.forEach(root.putArray("notes")::add);
      if (!recorded.ending().isEmpty()) {
        root.put("program", recorded.ending());
      }
      Json.print(root.put("directory", output.toString()));
    } else if (!global.quiet) {
      notes.forEach(note -> System.err.println("note: " + Terminal.safe(note)));
      System.out.print(Summary.of(report).saying("program", recorded.ending()).text());
      System.err.println("results in " + Terminal.name(output.resolve("report.html")));
    }
    Traces.requireComplete(evidence, "the results were written", global);
    return run.exitCode(recorded.exitCode());
  }

  private void write(
      Evidence evidence, LearnedPolicy learned, ProvedProgram proved, Report report) {
    String name = Recording.nameOf(command);
    AtomicFile.write(output.resolve(name + ".evidence"), out -> EvidenceJson.write(evidence, out));
    AtomicFile.write(output.resolve(name + ".policy"), Policies.print(learned.policy()));
    AtomicFile.write(output.resolve(name + ".bpf"), proved.program().write());
    Bitmasks.write(learned.policy(), output, name);
    ReportFiles.write(report, output);
  }
}

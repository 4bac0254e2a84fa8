package dev.winnow.cli;

import dev.winnow.learner.LearnOptions;
import dev.winnow.learner.LearnedPolicy;
import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.ProvedProgram;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.reports.Base;
import dev.winnow.reports.History;
import dev.winnow.reports.Insights;
import dev.winnow.reports.ProgramFacts;
import dev.winnow.reports.Report;
import dev.winnow.reports.ReportJson;
import dev.winnow.reports.ReportText;
import dev.winnow.traces.Evidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow report}. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Coverage, confidence and charts: as one HTML page with pictures beside it, or as one text.",
    footer = {
      "",
      "Example: winnow report app.evidence --policy app.policy -o report",
      "         winnow report app.evidence --base other.policy --history releases -o report",
      "         winnow report app.evidence --format md -o report.md"
    })
final class ReportCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "EVIDENCE",
      description = "Evidence or traces; the newest release of --history unless given.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "The policy to report on; the default template's unless given.")
  private @Nullable Path policyFile;

  @Option(
      names = "--base",
      paramLabel = "POLICY",
      description =
          "Another policy to compare with: what it would have denied, and what it allows beyond.")
  private @Nullable Path baseFile;

  @Option(
      names = "--history",
      paramLabel = "DIR",
      description =
          "A folder with the evidence of every release: syscalls, surface and risk by release, in"
              + " the order of the files' names, where v2 comes before v10.")
  private @Nullable Path history;

  @Option(
      names = "--syscall",
      paramLabel = "NAME",
      description = "Whose values the heat map shows; the one with the most unless given.")
  private @Nullable String syscall;

  @Option(
      names = "--format",
      defaultValue = "html",
      paramLabel = "html|md|json|csv|cobertura|badge",
      description =
          "html (a folder), md (Markdown), json, csv (the table of syscalls), cobertura (rules that"
              + " the recordings used, for CI systems), or badge (one line for a README).")
  private ReportFormat format = ReportFormat.HTML;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR|FILE",
      description =
          "Where to write report.html and the charts; a file for the other formats, which go to"
              + " standard output unless given.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    if (global.json && format != ReportFormat.HTML && format != ReportFormat.JSON) {
      throw new CommandFailure("--json and --format both say how to write; leave one out");
    }
    requireOutput();
    Path releases = history;
    SortedMap<String, Evidence> before =
        releases == null ? Collections.emptySortedMap() : Releases.read(releases, global);
    if (inputs.isEmpty() && before.isEmpty()) {
      throw new CommandFailure("Missing required parameter: 'EVIDENCE' (or --history DIR)");
    }
    Evidence evidence =
        inputs.isEmpty()
            ? Objects.requireNonNull(before.get(before.lastKey()))
            : Traces.evidence(inputs, global);
    String name = inputs.isEmpty() ? before.lastKey() : Releases.name(inputs.getFirst());
    Path file = policyFile;
    byte[] own = file == null ? new byte[0] : Inputs.bytes(file);
    Optional<Policy> policy =
        file == null ? Optional.empty() : Optional.of(Inputs.policy(file, own));
    Report report = report(name, evidence, policy);
    if (!before.isEmpty()) {
      report = report.since(history(before));
    }
    write(
        report,
        file == null ? Policies.print(report.policy()) : new String(own, StandardCharsets.UTF_8));
    return ExitCode.OK;
  }

  private void requireOutput() {
    Path to = output;
    if (format == ReportFormat.HTML) {
      if (to == null) {
        throw new CommandFailure("Missing required option: '--output=DIR'");
      }
      if (Inputs.isStandardInput(to)) {
        throw new CommandFailure(
            "-o -: an HTML report is a folder with the page and its pictures; name a folder with -o,"
                + " or write one text with --format md, json or csv");
      }
      Results.requireFolder(to);
    } else if (to != null) {
      Results.require(to, global);
      Results.requireApart(to, inputs);
      Results.requireApart(to, Stream.of(policyFile, baseFile).filter(Objects::nonNull).toList());
    }
  }

  private Report report(String name, Evidence evidence, Optional<Policy> given) {
    Evidence whole = evidence.withoutRoles(); // once, for it takes as long as learning
    LearnedPolicy learned = LearnCommand.learn(whole, LearnOptions.DEFAULT);
    Policy policy = given.orElse(learned.policy());
    Optional<RiskEstimate> risk = learned.riskOf(policy);
    Beside<Insights> insights =
        Beside.start(() ->
            risk.isPresent()
                ? Insights.of(evidence, LearnOptions.DEFAULT)
                : Insights.beside(evidence, LearnOptions.DEFAULT));
    ProvedProgram proved = CompileCommand.compile(policy, Workload.of(whole), Objective.SPEED);
    ProgramFacts facts = ProgramFacts.of(proved.program(), policy, whole);
    Report report =
        Report.of(name, whole, policy, risk, Optional.of(facts)).explained(insights.result());
    Path other = baseFile;
    if (other != null) {
      report = report.against(base(other, policy, whole));
    }
    String shown = syscall;
    try {
      return shown == null ? report : report.showing(shown.replaceFirst("^sys_", ""), whole);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--syscall: " + Terminal.safe(String.valueOf(e.getMessage())), e);
    }
  }

  private static Base base(Path file, Policy policy, Evidence evidence) {
    try {
      return Base.of(file.toString(), Inputs.policy(file), policy, evidence);
    } catch (DiagramLimitException e) {
      throw new CommandFailure(
          "cannot compare with %s: %s".formatted(Terminal.name(file), e.getMessage()), e);
    }
  }

  private static History history(SortedMap<String, Evidence> releases) {
    try {
      return History.of(releases, LearnOptions.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure("--history: " + e.getMessage(), e);
    }
  }

  private void write(Report report, String policyText) {
    Path to = output;
    if (format == ReportFormat.HTML && to != null) {
      Results.makeFolder(to);
      ReportFiles.write(report, to);
      if (global.json) {
        Json.print(ReportJson.of(report));
      } else if (!global.quiet) {
        System.out.print(ReportText.of(report));
      }
      return;
    }
    Path file = policyFile;
    byte[] text =
        format
            .of(report, file == null ? "learned.policy" : file.toString(), policyText)
            .getBytes(StandardCharsets.UTF_8);
    Results.write(to == null ? Path.of("-") : to, out -> out.write(text));
  }
}

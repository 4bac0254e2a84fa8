package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.reports.Coverage;
import dev.winnow.reports.Denial;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code winnow check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Replay recordings: what would the policy have denied, and by which rule. Exit code 1 if"
            + " anything was.",
    footer = {"", "Example: winnow check app.policy staging.strace"})
final class CheckCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "POLICY", description = "The policy.")
  private Path policyFile = Path.of("-");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TRACE|EVIDENCE",
      description = "What to replay.")
  private List<Path> inputs = List.of();

  private final List<Denial> findings = new ArrayList<>();
  private long events;
  private long failed;
  private boolean incomplete;
  private final SortedMap<String, Long> lost = new TreeMap<>();

  @Override
  public Integer call() {
    Inputs.requireOneStandardInput(Stream.concat(Stream.of(policyFile), inputs.stream()));
    Policy policy = Inputs.policy(policyFile);
    List<String> traces = new ArrayList<>();
    for (Path input : inputs) {
      if (Traces.isEvidence(input)) {
        Evidence evidence = Inputs.evidence(input);
        Coverage coverage = Coverage.of(evidence, policy);
        events += coverage.totals().events();
        findings.addAll(Denial.of(coverage));
        evidence.runs().values().forEach(this::missing);
        incomplete |= evidence.incomplete();
      } else {
        traces.add(input.toString());
      }
    }
    replay(policy, traces);
    if (events == 0) {
      throw new CommandFailure("nothing to check: no system call was understood in the input");
    }
    long denied = count(true);
    long undecided = count(false);
    if (global.json) {
      Json.print(json(denied, undecided));
    } else if (!global.quiet) {
      print(denied, undecided);
    }
    if (global.strict && incomplete) {
      System.err.println("--strict: the recordings are incomplete; --verbose on ingest says where");
      return ExitCode.FINDING;
    }
    return findings.isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private void missing(Run run) {
    run.lost().forEach((loss, count) -> lost.merge(loss, count, Long::sum));
  }

  private long count(boolean decided) {
    return findings.stream().filter(f -> f.decided() == decided).mapToLong(Denial::events).sum();
  }

  private void replay(Policy policy, List<String> traces) {
    Replay replay = new Replay(policy);
    for (TraceInput input : Traces.find(traces, global)) {
      try {
        RecordedRun run = Traces.read(input, replay, global);
        failed += run.summary().lines().failed();
        missing(run.toRun(""));
        incomplete |= run.incomplete();
      } catch (TraceException e) {
        throw new CommandFailure(Terminal.safe(String.valueOf(e.getMessage())), e);
      }
    }
    events += replay.events();
    findings.addAll(Denial.of(policy, replay));
  }

  private void print(long denied, long undecided) {
    for (Denial finding : findings) {
      System.out.printf(
          Locale.ROOT,
          "%s\t%,d events\t%s\t%s%n",
          finding.decided() ? "denied" : "undecided",
          finding.events(),
          Terminal.safe(finding.what()),
          finding.by());
    }
    System.out.printf(
        Locale.ROOT,
        "%,d events: %,d denied, %,d undecided (these depend on arguments that are not shown)%n",
        events,
        denied,
        undecided);
    if (failed > 0) {
      System.err.printf(Locale.ROOT, "%,d lines were not understood and not replayed%n", failed);
    }
    lost.forEach((loss, count) ->
        System.err.printf(
            Locale.ROOT, "not in the recordings: %,d %s%n", count, Terminal.safe(loss)));
  }

  private ObjectNode json(long denied, long undecided) {
    ObjectNode root = Json.object();
    root.put("events", events).put("denied", denied);
    root.put("undecided", undecided).put("failedLines", failed);
    lost.forEach(root.putObject("lost")::put);
    ArrayNode list = root.putArray("findings");
    for (Denial finding : findings) {
      list.addObject()
          .put("decided", finding.decided())
          .put("events", finding.events())
          .put("event", finding.what())
          .put("by", finding.by());
    }
    return root;
  }
}

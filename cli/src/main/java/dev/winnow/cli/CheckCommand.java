package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Policy;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.reports.Check;
import dev.winnow.reports.Denial;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.TraceSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  @Parameters(index = "0", paramLabel = "POLICY", description = "A policy or program.")
  private Path policyFile = Path.of("-");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TRACE|EVIDENCE",
      description = "What to replay.")
  private List<Path> inputs = List.of();

  private boolean unfiltered;

  @Override
  public Integer call() {
    Inputs.requireOneStandardInput(Stream.concat(Stream.of(policyFile), inputs.stream()));
    Policy policy = Lifting.policy(policyFile, global);
    Check check = new Check(policy);
    List<String> traces = new ArrayList<>();
    for (Path input : inputs) {
      if (Traces.isEvidence(input)) {
        Evidence evidence = Inputs.evidence(input);
        evidence.syscalls().keySet().forEach(key -> look(policy, key.arch(), key.number()));
        check.add(evidence);
      } else {
        traces.add(input.toString());
      }
    }
    replay(policy, check, traces);
    if (check.events() == 0) {
      throw new CommandFailure("nothing to check: no system call was understood in the input");
    }
    if (global.json) {
      Json.print(json(check));
    } else if (!global.quiet) {
      print(check);
    }
    if (unfiltered && !global.quiet) {
      System.err.println("note: " + Unfiltered.NOTE);
    }
    if (global.strict && check.incomplete()) {
      System.err.println("--strict: the recordings are incomplete; --verbose on ingest says where");
      return ExitCode.FINDING;
    }
    return check.findings().isEmpty() ? ExitCode.OK : ExitCode.FINDING;
  }

  private void look(Policy policy, Arch arch, int number) {
    unfiltered |= Unfiltered.denies(policy, arch, number);
  }

  private TraceSink looking(Policy policy, TraceSink replay) {
    return event -> {
      look(policy, event.arch(), event.number());
      replay.event(event);
    };
  }

  private void replay(Policy policy, Check check, List<String> traces) {
    for (TraceInput input : Traces.find(traces, global)) {
      try {
        RecordedRun run = Traces.read(input, looking(policy, check.sink()), global);
        check.add(run.toRun(""), run.incomplete());
      } catch (TraceException e) {
        throw new CommandFailure(Terminal.safe(String.valueOf(e.getMessage())), e);
      }
    }
  }

  private static void print(Check check) {
    for (Denial finding : check.findings()) {
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
        "%,d events: %,d denied, %,d undecided (these depend on arguments that are not shown, or that evidence holds one by one; traces tell more)%n",
        check.events(),
        check.denied(),
        check.undecided());
    if (check.failedLines() > 0) {
      System.err.printf(
          Locale.ROOT, "%,d lines were not understood and not replayed%n", check.failedLines());
    }
    check
        .lost()
        .forEach((loss, count) ->
            System.err.printf(
                Locale.ROOT, "not in the recordings: %,d %s%n", count, Terminal.safe(loss)));
  }

  private static ObjectNode json(Check check) {
    ObjectNode root = Json.object();
    root.put("events", check.events()).put("denied", check.denied());
    root.put("undecided", check.undecided()).put("failedLines", check.failedLines());
    check.lost().forEach(root.putObject("lost")::put);
    ArrayNode list = root.putArray("findings");
    for (Denial finding : check.findings()) {
      list.addObject()
          .put("decided", finding.decided())
          .put("events", finding.events())
          .put("event", finding.what())
          .put("by", finding.by());
    }
    return root;
  }
}

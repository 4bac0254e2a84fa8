package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Decision;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.traces.SyscallEvent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "The rule that decides an event, and its path through the program. Of a compiled program,"
            + " the rule of the policy that it amounts to.",
    footer = {"", "Example: winnow explain app.policy 'openat(AT_FDCWD, _, O_RDWR)'"})
final class ExplainCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "POLICY", description = "A policy or program.")
  private Path policyFile = Path.of("-");

  @Parameters(
      index = "1",
      paramLabel = "EVENT",
      description = "name(arg, …); _ for an argument that is not known.")
  private String text = "";

  @Option(
      names = "--program",
      paramLabel = "FILE.bpf",
      description = "Show the path through this program instead of a freshly compiled one.")
  private @Nullable Path programFile;

  @Override
  public Integer call() {
    byte[] bytes = Inputs.bytes(policyFile);
    Policy policy = Lifting.policy(policyFile, bytes, global);
    SyscallEvent event = SimCommand.parse(text, global);
    Replay replay = new Replay(policy);
    replay.event(event);
    SeccompData data = SimCommand.data(event);
    Decision decision = Evaluator.explain(policy, data);
    Program program = program(policy, bytes);
    Interpreter.Execution execution = new Interpreter(program).trace(data);
    boolean decided = replay.undecided() == 0;
    String why = why(decision);
    SimCommand.noteUnfiltered(event, global);
    if (global.json) {
      ObjectNode root = Json.object();
      root.put("event", Replay.text(event)).put("action", decision.action().toString());
      root.put("decided", decided).put("reason", why);
      execution.path().forEach(root.putArray("path")::add);
      Json.print(root);
    } else {
      System.out.println(Replay.text(event) + ": " + decision.action());
      System.out.println(why);
      if (!decided) {
        System.out.println("This depends on arguments that you left out; they were taken as 0.");
      }
      System.out.println("The program decides it in " + execution.path().size() + " instructions:");
      List<String> lines = Disassembler.lines(program);
      execution.path().forEach(index -> System.out.println(lines.get(index)));
    }
    return ExitCode.OK;
  }

  /** The one that was named, be it instead of a policy; else what the policy compiles to. */
  private Program program(Policy policy, byte[] bytes) {
    Path file = programFile;
    if (file != null) {
      return BpfFiles.accepted(file);
    }
    return Content.of(bytes) == Content.PROGRAM
        ? BpfFiles.accepted(policyFile, bytes)
        : CompileCommand.compile(policy, Weights.UNIFORM, Objective.SPEED).program();
  }

  private static String why(Decision decision) {
    Rule rule = decision.rule();
    Section section = decision.section();
    return switch (decision.reason()) {
      case RULE ->
          section == null || rule == null
              ? ""
              : "Decided by the rule: " + Policies.print(section, rule);
      case DEFAULT -> "No rule holds: the default.";
      case UNKNOWN -> "The number is above the table's highest: unknown.";
      case FOREIGN -> "The policy has no section for this architecture: foreign.";
    };
  }
}

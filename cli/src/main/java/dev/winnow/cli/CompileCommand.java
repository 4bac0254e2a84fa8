package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.ProvedProgram;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.expression.PolicySimplifier;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.IdleRule;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow compile}. */
@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description =
        "Compile a policy. A program is written only if it was proved to return what the policy says"
            + " for every possible event.",
    footer = {"", "Example: winnow compile app.policy -f bpf -o app.bpf --workload app.evidence"})
final class CompileCommand implements Callable<Integer> {
  /** The output formats. */
  enum Format {
    BPF,
    BITMASK,
    ASM,
    POLICY
  }

  /** What the program is optimised for. */
  enum Optimize {
    SPEED,
    SIZE;

    Objective objective() {
      return this == SPEED ? Objective.SPEED : Objective.SIZE;
    }
  }

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "POLICY", description = "The policy.")
  private Path policyFile = Path.of("-");

  @Option(
      names = {"-f", "--format"},
      required = true,
      paramLabel = "FORMAT",
      description =
          "bpf (raw struct sock_filter[]), bitmask (bit n allows syscall n), asm (a listing) or"
              + " policy (the smallest expressions that mean the same).")
  private Format format = Format.BPF;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write; - for standard output.")
  private Path output = Path.of("-");

  @Option(
      names = "--workload",
      paramLabel = "EVIDENCE|FILE.tsv",
      description = "How often what happens; it changes the layout only.")
  private @Nullable Path workload;

  @Option(
      names = "--optimize",
      defaultValue = "speed",
      paramLabel = "speed|size",
      description = "What counts most: executed instructions (the default), or the length.")
  private Optimize optimize = Optimize.SPEED;

  @Option(
      names = "--update",
      paramLabel = "BITMASK",
      description = "For -f bitmask: the current bitmask, which the new one must be a subset of.")
  private @Nullable Path current;

  @Option(
      names = "--allow-wider",
      description = "Write also what the format cannot say exactly; it is named and allows more.")
  private boolean allowWider;

  @Override
  public Integer call() {
    Results.require(output, global);
    Policy policy = Inputs.policy(policyFile);
    noteIdleRules(policy);
    switch (format) {
      case POLICY ->
          write(Policies.print(PolicySimplifier.simplify(policy)).getBytes(StandardCharsets.UTF_8));
      case BITMASK -> write(Bitmasks.compile(policy, allowWider, current, global.quiet));
      case BPF -> program(policy, false);
      case ASM -> program(policy, true);
    }
    return ExitCode.OK;
  }

  private void noteIdleRules(Policy policy) {
    if (global.quiet) {
      return;
    }
    try {
      IdleRule.of(policy).forEach(idle -> System.err.println("note: " + idle.text()));
    } catch (DiagramLimitException e) {
      throw new CommandFailure("not compiled: " + e.getMessage(), e);
    }
  }

  private void write(byte[] bytes) {
    Results.write(output, out -> out.write(bytes));
  }

  private void program(Policy policy, boolean listing) {
    ProvedProgram proved = compile(policy, Workloads.read(workload, global), optimize.objective());
    byte[] bytes =
        listing
            ? Disassembler.listing(proved.program()).getBytes(StandardCharsets.UTF_8)
            : proved.program().write();
    write(bytes);
    if (global.json) {
      ObjectNode root = Json.object();
      root.put("instructions", proved.program().size());
      root.put("proved", true).put("diagramNodes", proved.proof().nodes());
      Json.print(root);
    } else if (!global.quiet) {
      System.err.printf(
          Locale.ROOT,
          "%d instructions, proved equal to the policy (%d diagram nodes)%n",
          proved.program().size(),
          proved.proof().nodes());
      warnOfUnfiltered(policy);
    }
  }

  private static void warnOfUnfiltered(Policy policy) {
    if (policy.section(Arch.X86_64) != null) {
      System.err.println(
          "note: Linux 6.18 runs the x86_64 syscalls "
              + KernelBitmap.UNFILTERED.stream().sorted().toList()
              + " (uretprobe, uprobe) past every filter");
    }
  }

  static ProvedProgram compile(Policy policy, Weights weights, Objective objective) {
    try {
      return Compiler.compile(policy, weights, objective);
    } catch (CompilationException e) {
      throw new CommandFailure("not compiled: " + e.getMessage(), e);
    }
  }
}

package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.compiler.CHeader;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
    footer = {
      "",
      "An OCI profile is compared with the policy through what libseccomp makes of it. One that"
          + " would permit more or less is refused; that it denies numbers above the table's or other"
          + " architectures in another way is a note. The runtime starts the program under the"
          + " filter: the policy must permit execve, and for runc what runc does before that: openat"
          + " with O_WRONLY|O_CLOEXEC, futex, epoll_ctl, epoll_pwait, fstatfs, getpid, nanosleep,"
          + " tgkill, rt_sigreturn and sched_yield.",
      "",
      "Exit code 1: what was asked for is not the policy (wider, narrower, not proved, not"
          + " certified), and nothing is written. 2: the policy cannot be read, or has no program of"
          + " 4,096 instructions, which is what the kernel takes; the message names the syscalls that"
          + " cost most.",
      "",
      "--json: format, output, bytes, losses (what the form does not say), notes; for bpf, asm and c"
          + " instructions, proved, diagramNodes, quality and claims; for oci rules, exact and"
          + " difference (allowsMore, allowsLess, changes: what, arch, relation, and wider, narrower"
          + " or changed with event, before and after); for bitmask syscalls and exact; for policy rules and proved.",
      "",
      "Example: winnow compile app.policy -f bpf -o app.bpf --workload app.evidence"
    })
final class CompileCommand implements Callable<Integer> {
  /** The output formats. */
  enum Format {
    BPF,
    BITMASK,
    ASM,
    C,
    OCI,
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
          "bpf (raw struct sock_filter[]), bitmask (bit n allows syscall n), asm (a listing), c (a"
              + " header for C and C++; its names begin with the output's), oci (linux.seccomp of a"
              + " container's config.json) or policy (the smallest expressions that mean the"
              + " same).")
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
      description =
          "What counts most: executed instructions (the default; syscalls that the kernel decides"
              + " alone count 0, and the longest path is kept within 32 if it can be), or the"
              + " length.")
  private Optimize optimize = Optimize.SPEED;

  @Option(
      names = "--update",
      paramLabel = "BITMASK",
      description = "For -f bitmask: the current bitmask, which the new one must be a subset of.")
  private @Nullable Path current;

  @Option(
      names = "--allow-wider",
      description =
          "Write also what bitmask and oci cannot say exactly; what the file allows beyond the"
              + " policy is named.")
  private boolean allowWider;

  @Option(
      names = "--certify",
      paramLabel = "FILE",
      description =
          "Write also why the program is the policy, for winnow verify --certificate; for bpf, asm"
              + " and c.")
  private @Nullable Path certify;

  private String certificate = "";

  @Override
  public Integer call() {
    Results.require(output, global);
    Results.requireApart(output, format == Format.POLICY ? List.of() : inputs());
    requireProgramIfCertified();
    if (current != null && format != Format.BITMASK) {
      throw new CommandFailure(
          "--update holds a bitmask to its current one; for policies there is winnow update");
    }
    Policy policy = Inputs.policy(policyFile);
    noteIdleRules(policy);
    Compiled compiled =
        switch (format) {
          case POLICY -> simplified(policy);
          case BITMASK ->
              Bitmasks.compile(policy, allowWider, current).with(Unfiltered.notes(policy));
          case OCI -> OciProfiles.compile(policy, allowWider).with(Unfiltered.notes(policy));
          case BPF, ASM, C -> program(policy).with(Unfiltered.notes(policy));
        };
    Results.write(output, out -> out.write(compiled.bytes()));
    if (certify != null) { // last: should this fail, verify refuses the old one for the new program
      Results.write(certify, out -> out.write(certificate.getBytes(StandardCharsets.UTF_8)));
    }
    if (global.json) {
      String name = format.name().toLowerCase(Locale.ROOT);
      Json.print(compiled.json(name, output.toString()));
    } else if (!global.quiet) {
      compiled.summary().forEach(System.err::println);
    }
    return ExitCode.OK;
  }

  private List<Path> inputs() {
    return Stream.of(policyFile, workload).filter(Objects::nonNull).toList();
  }

  private void requireProgramIfCertified() {
    if (certify == null) {
      return;
    }
    if (format != Format.BPF && format != Format.ASM && format != Format.C) {
      throw new CommandFailure("--certify is about programs: -f bpf, asm or c");
    }
    if (Results.same(certify, output)) {
      throw new CommandFailure("--certify and -o name the same file; name two");
    }
    Results.require(certify, global);
    Results.requireApart(certify, inputs());
  }

  private void noteIdleRules(Policy policy) {
    if (global.quiet) {
      return;
    }
    try {
      IdleRule.of(policy).forEach(idle -> System.err.println("note: " + idle.text()));
    } catch (DiagramLimitException e) {
      System.err.println(
          "note: whether each rule decides anything was not found out: too many rules");
    }
  }

  private static Compiled simplified(Policy policy) {
    Policy simple;
    try {
      simple = PolicySimplifier.simplify(policy);
      PolicySimplifier.prove(policy, simple);
    } catch (DiagramLimitException e) {
      throw new CommandFailure("not compiled: " + e.getMessage(), e);
    }
    int rules = simple.sections().stream().mapToInt(section -> section.rules().size()).sum();
    ObjectNode facts = Json.object();
    facts.put("rules", rules).put("proved", true);
    return Compiled.of(
        Policies.print(simple), facts, List.of(rules + " rules, proved equal to the policy"));
  }

  private Compiled program(Policy policy) {
    ProvedProgram proved = compile(policy, Workloads.read(workload, global), optimize.objective());
    ObjectNode facts = Json.object();
    facts.put("instructions", proved.program().size());
    facts.put("proved", true).put("diagramNodes", proved.proof().nodes());
    Qualities.put(facts, proved.quality());
    List<String> summary = new ArrayList<>();
    summary.add(
        "%d instructions, proved equal to the policy (%d diagram nodes)"
            .formatted(proved.program().size(), proved.proof().nodes()));
    summary.addAll(Qualities.lines(proved.quality()));
    if (certify != null) {
      Certificates.Certified certified = Certificates.of(certify, policy, proved.program());
      certificate = certified.text();
      int claims = certified.certificate().claims();
      facts.put("claims", claims);
      summary.add("certificate: %d claims in %s".formatted(claims, Terminal.name(certify)));
    }
    return switch (format) {
      case ASM -> Compiled.of(Disassembler.listing(proved.program()), facts, summary);
      case C -> Compiled.of(CHeader.of(proved, policy, headerName()), facts, summary);
      default -> new Compiled(proved.program().write(), facts, List.of(), List.of(), summary);
    };
  }

  /** The output's name without its ending; the policy's for standard output. */
  private String headerName() {
    Path named = Inputs.isStandardInput(output) ? policyFile : output;
    Path file = named.getFileName();
    String name = file == null ? "" : file.toString();
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  static ProvedProgram compile(Policy policy, Weights weights, Objective objective) {
    try {
      return Compiler.compile(policy, weights, objective);
    } catch (CompilationException e) {
      String message = "not compiled: " + e.getMessage();
      throw e.unproved() ? CommandFailure.finding(message, e) : new CommandFailure(message, e);
    }
  }
}

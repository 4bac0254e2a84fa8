package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.certificate.Certificate;
import dev.winnow.minimizer.certificate.CertificateException;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Policy;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Is the program the policy? A proof over all possible events, or an event on which they"
            + " differ and exit code 1.",
    footer = {
      "",
      "With --certificate nothing is proved anew: each line of the certificate is checked against"
          + " policy and program by code that the compiler and the proof have no part in; if one does"
          + " not hold, exit code 1.",
      "",
      "Exit code 1: they differ, or the certificate does not hold, or neither could be decided. 2: a"
          + " file is no policy, program or certificate, or no program that the kernel would load.",
      "",
      "--json: result (proved, certified, different, undecided or refused); diagramNodes; claims;"
          + " event, policy and program; reason.",
      "",
      "Example: winnow verify app.policy app.bpf"
    })
final class VerifyCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "POLICY", description = "The policy.")
  private Path policyFile = Path.of("-");

  @Parameters(index = "1", paramLabel = "FILE.bpf", description = "A raw struct sock_filter[].")
  private Path programFile = Path.of("-");

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "What compile --certify wrote: check that instead of proving anew.")
  private @Nullable Path certificateFile;

  @Override
  public Integer call() {
    Inputs.requireOneStandardInput(
        Stream.of(policyFile, programFile, certificateFile).filter(Objects::nonNull));
    Policy policy = Inputs.policy(policyFile);
    Program program = BpfFiles.accepted(programFile);
    return certificateFile == null
        ? prove(policy, program)
        : certified(policy, program, certificateFile);
  }

  private int certified(Policy policy, Program program, Path file) {
    String name = Terminal.name(file);
    Certificate certificate = Certificates.read(file);
    try {
      certificate.check(policy, program);
    } catch (CertificateException e) {
      ObjectNode refused = Json.object().put("result", "refused").put("reason", e.getMessage());
      say(refused, "refused: %s: %s".formatted(name, e.getMessage()));
      return ExitCode.FINDING;
    }
    ObjectNode json = Json.object().put("result", "certified").put("claims", certificate.claims());
    say(
        json,
        "certified: by %s the program returns what the policy says for every event (%d claims)"
            .formatted(name, certificate.claims()));
    return ExitCode.OK;
  }

  private int prove(Policy policy, Program program) {
    ObjectNode json = Json.object();
    String text;
    int code = ExitCode.FINDING;
    switch (Equivalence.check(policy, program)) {
      case Equivalence.Proved proved -> {
        text =
            "proved: the program returns what the policy says for every event (%d diagram nodes)"
                .formatted(proved.nodes());
        json.put("result", "proved").put("diagramNodes", proved.nodes());
        code = ExitCode.OK;
      }
      case Equivalence.Different different -> {
        String event = Events.text(different.witness());
        String says = Disassembler.action(different.policyValue());
        String returns = Disassembler.action(different.programValue());
        text =
            String.format(
                Locale.ROOT,
                "different: for %s the policy says %s and the program returns %s",
                event,
                says,
                returns);
        json.put("result", "different").put("event", event);
        json.put("policy", says).put("program", returns);
      }
      case Equivalence.Undecided undecided -> {
        text = "not proved: " + undecided.reason();
        json.put("result", "undecided").put("reason", undecided.reason());
      }
    }
    say(json, text);
    return code;
  }

  private void say(ObjectNode json, String text) {
    if (global.json) {
      Json.print(json);
    } else if (!global.quiet) {
      System.out.println(text);
    }
  }
}

package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Disassembler;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code winnow disasm}. */
@Command(
    name = "disasm",
    mixinStandardHelpOptions = true,
    description = "Print a program, any tool's, as a listing with symbolic names.",
    footer = {
      "",
      "--json: instructions, a line each; notes.",
      "",
      "Example: winnow disasm app.bpf"
    })
final class DisasmCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "FILE.bpf", description = "A raw struct sock_filter[].")
  private Path file = Path.of("-");

  @Override
  public Integer call() {
    Program program = BpfFiles.read(file);
    List<String> lines = Disassembler.lines(program);
    if (global.json) {
      ObjectNode root = Json.object();
      lines.forEach(root.putArray("instructions")::add);
      notes(program).forEach(root.putArray("notes")::add);
      Json.print(root);
    } else {
      lines.forEach(System.out::println);
    }
    if (!global.quiet) {
      notes(program)
          .forEach(note -> System.err.println("note: " + Terminal.name(file) + ": " + note));
    }
    return ExitCode.OK;
  }

  private static List<String> notes(Program program) {
    Optional<String> refused =
        KernelRules.check(program).map(refusal -> "the kernel would refuse it: " + refusal);
    return refused.map(List::of).orElseGet(() -> Unfiltered.notes(program));
  }
}

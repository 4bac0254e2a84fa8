package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.lift.LiftedPolicy;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Section;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Make a policy of a compiled program (raw struct sock_filter[]) that any tool wrote. It is"
            + " written only if it was proved to be the program; what a policy has no word for is"
            + " refused with exit code 1, or is a note if no kernel tells it apart.",
    footer = {
      "",
      "--arch NAME imports what the program does on one architecture; needed for programs that"
          + " never look at it.",
      "--strict: exit code 1 if there are notes. The notes are comments in the policy too.",
      "--json: output, instructions, sections, rules, proved, notes.",
      "",
      "Example: winnow import libseccomp.bpf -o app.policy"
    })
final class ImportCommand implements Callable<Integer> {
  /** What can be imported. */
  enum Format {
    BPF
  }

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "FILE", description = "The program.")
  private Path file = Path.of("-");

  @Option(
      names = {"-f", "--format"},
      defaultValue = "bpf",
      paramLabel = "bpf",
      description = "What FILE is: bpf (the default), a raw struct sock_filter[].")
  private Format format = Format.BPF;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write; - for standard output.")
  private Path output = Path.of("-");

  @Override
  public Integer call() {
    Results.require(output, global);
    Results.requireApart(output, List.of(file));
    Program program =
        switch (format) {
          case BPF -> BpfFiles.accepted(file);
        };
    LiftedPolicy lifted = Lifting.lift(file, program, global);
    byte[] text = Policies.print(lifted.policy()).getBytes(StandardCharsets.UTF_8);
    Results.write(output, out -> out.write(text));
    if (global.json) {
      Json.print(json(program, lifted));
    } else if (!global.quiet) {
      System.err.println(
          "%d instructions, %d rules, proved equal%s"
              .formatted(
                  program.size(),
                  rules(lifted),
                  lifted.notes().isEmpty() ? "" : " but for what the notes say"));
      Lifting.notes(file, lifted.notes());
    }
    return global.strict && !lifted.notes().isEmpty() ? ExitCode.FINDING : ExitCode.OK;
  }

  private ObjectNode json(Program program, LiftedPolicy lifted) {
    ObjectNode root = Json.object();
    root.put("output", output.toString()).put("instructions", program.size());
    ArrayNode sections = root.putArray("sections");
    lifted.policy().sections().forEach(section -> sections.add(section.arch().label()));
    root.put("rules", rules(lifted)).put("proved", true);
    lifted.notes().forEach(root.putArray("notes")::add);
    return root;
  }

  private static int rules(LiftedPolicy lifted) {
    return lifted.policy().sections().stream().map(Section::rules).mapToInt(r -> r.size()).sum();
  }
}

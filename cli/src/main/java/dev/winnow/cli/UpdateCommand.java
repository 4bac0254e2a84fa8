package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyPatch;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.PolicyUpdate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow update}. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    description =
        "Replace the rules of the syscalls that PATCH names; all other lines stay, with their"
            + " comments. An update may only give up rights: if the result would permit any event"
            + " that CURRENT does not, each such syscall is shown with an event, nothing is"
            + " written, and the exit code is 1.",
    footer = {
      "",
      "PATCH is a policy in which every line is optional: 'sys_mmap: 0' takes a syscall away,"
          + " 'sys_write: fd == 1' narrows it. It needs an arch line only if CURRENT has several.",
      "",
      "Example: winnow update app.policy patch -o app.policy"
    })
final class UpdateCommand implements Callable<Integer> {
  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "CURRENT", description = "The policy to update.")
  private Path currentFile = Path.of("-");

  @Parameters(index = "1", paramLabel = "PATCH", description = "The lines to replace.")
  private Path patchFile = Path.of("-");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "Where to write, which may be CURRENT; - for standard output.")
  private Path output = Path.of("-");

  @Override
  public Integer call() {
    Results.require(output, global);
    Inputs.requireOneStandardInput(Stream.of(currentFile, patchFile));
    Policy current = Inputs.policy(currentFile);
    PolicyUpdate update = update(current, patch(current));
    if (!update.widens()) {
      byte[] text = Policies.print(update.policy()).getBytes(StandardCharsets.UTF_8);
      Results.write(output, out -> out.write(text));
    }
    if (global.json) {
      ObjectNode root = Json.object();
      root.put("written", !update.widens());
      root.setAll(Changes.json(update.difference()));
      Json.print(root);
    } else if (update.widens()) {
      System.err.print(
          "refused: an update may only give up rights. Nothing was written.\n"
              + update.difference().text());
    } else if (!global.quiet) {
      String text = update.difference().text();
      System.err.print(text.isEmpty() ? "same\n" : text);
    }
    return update.widens() ? ExitCode.FINDING : ExitCode.OK;
  }

  private PolicyPatch patch(Policy current) {
    try {
      return Policies.parsePatch(Terminal.name(patchFile), Inputs.bytes(patchFile), current);
    } catch (PolicySyntaxException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
  }

  private static PolicyUpdate update(Policy current, PolicyPatch patch) {
    try {
      return PolicyUpdate.of(current, patch);
    } catch (DiagramLimitException e) {
      throw new CommandFailure("cannot decide whether the update widens: " + e.getMessage(), e);
    }
  }
}

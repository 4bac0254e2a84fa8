package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Change;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.PolicyDiff;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code winnow diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Compare two policies or compiled programs, or one with the other, by meaning: wider,"
            + " narrower, or the same, with an event for each difference. Exit code 1 if NEW allows"
            + " more.",
    footer = {"", "Example: winnow diff v1.policy v2.policy --fail-on any"})
final class DiffCommand implements Callable<Integer> {
  /** What makes the exit code 1. */
  enum FailOn {
    WIDER,
    ANY
  }

  @Mixin private GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "OLD", description = "The old policy or program.")
  private Path before = Path.of("-");

  @Parameters(index = "1", paramLabel = "NEW", description = "The new policy or program.")
  private Path after = Path.of("-");

  @Option(
      names = "--fail-on",
      defaultValue = "wider",
      paramLabel = "wider|any",
      description = "When to exit with 1: if NEW allows more (the default), or on any difference.")
  private FailOn failOn = FailOn.WIDER;

  @Override
  public Integer call() {
    Inputs.requireOneStandardInput(Stream.of(before, after));
    PolicyDiff diff;
    try {
      Meaning meaning = new Meaning();
      int old = meaning.of(before);
      diff = meaning.difference(old, meaning.of(after));
    } catch (DiagramLimitException e) {
      throw new CommandFailure("cannot decide the difference: " + e.getMessage(), e);
    }
    if (global.json) {
      Json.print(json(diff));
    } else if (!global.quiet) {
      System.out.print(diff.changes().isEmpty() ? "same\n" : withNewline(diff.text()));
    }
    boolean finding = failOn == FailOn.ANY ? !diff.changes().isEmpty() : diff.allowsMore();
    return finding ? ExitCode.FINDING : ExitCode.OK;
  }

  private static String withNewline(String text) {
    return text.endsWith("\n") ? text : text + "\n";
  }

  /** {@code allowsMore}, {@code allowsLess}, and {@code changes} with an event for each. */
  static ObjectNode json(PolicyDiff diff) {
    ObjectNode root = Json.object();
    root.put("allowsMore", diff.allowsMore()).put("allowsLess", diff.allowsLess());
    ArrayNode changes = root.putArray("changes");
    for (Change change : diff.changes()) {
      ObjectNode node = changes.addObject();
      node.put("what", change.label());
      node.put("arch", change.arch() == null ? null : change.arch().label());
      node.put("relation", change.relation().name().toLowerCase(Locale.ROOT));
      sample(node, "wider", change.wider());
      sample(node, "narrower", change.narrower());
      sample(node, "changed", change.changed());
    }
    return root;
  }

  private static void sample(ObjectNode node, String name, Change.@Nullable Sample sample) {
    if (sample != null) {
      node.putObject(name)
          .put("event", sample.text())
          .put("before", sample.before().toString())
          .put("after", sample.after().toString());
    }
  }
}

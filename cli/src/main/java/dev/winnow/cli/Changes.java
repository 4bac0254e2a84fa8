package dev.winnow.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Change;
import dev.winnow.policy.PolicyDiff;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a command changed of a policy, for scripts. */
final class Changes {
  private Changes() {}

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

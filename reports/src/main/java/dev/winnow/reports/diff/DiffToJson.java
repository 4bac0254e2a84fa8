package dev.winnow.reports.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Action;
import dev.winnow.reports.TraceText;
import dev.winnow.reports.risk.Risk;
import dev.winnow.traces.Arch;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A diff for scripts. */
public final class DiffToJson {
  private DiffToJson() {}

  /**
   * {@code before} and {@code after}; {@code allowsMore} and {@code allowsLess}; {@code changes},
   * worst first, with an event for each; {@code exact}, which is all of the difference between
   * policies and programs; {@code notes}.
   */
  public static ObjectNode json(Diff diff) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    side(root.putObject("before"), diff.before());
    side(root.putObject("after"), diff.after());
    root.put("allowsMore", diff.allowsMore()).put("allowsLess", diff.allowsLess());
    root.put("widens", diff.widens());
    ArrayNode changes = root.putArray("changes");
    diff.entries().forEach(entry -> entry(changes.addObject(), entry));
    ArrayNode exact = root.putArray("exact");
    diff.exact().forEach(change -> exact(exact.addObject(), change));
    ArrayNode notes = root.putArray("notes");
    diff.notes().forEach(note -> notes.add(TraceText.visible(note)));
    return root;
  }

  private static void side(ObjectNode node, Side side) {
    node.put("name", TraceText.visible(side.name())).put("kind", side.kind().label());
    if (side.kind() == Side.Kind.EVIDENCE) {
      node.put("runs", side.runs());
    }
  }

  private static void entry(ObjectNode node, DiffEntry entry) {
    node.put("what", TraceText.visible(entry.subject()));
    node.put("arch", entry.arch() == null ? null : entry.arch().label());
    if (entry.scope() != null) {
      node.put("scope", entry.scope().name().toLowerCase(Locale.ROOT));
      node.put("number", entry.number());
    } else {
      node.put("scope", "program");
    }
    node.put("relation", entry.relation().name().toLowerCase(Locale.ROOT));
    if (entry.wider() != null) {
      node.put("risk", entry.level().label());
      ArrayNode risks = node.putArray("risks");
      entry.risks().forEach(risk -> risk(risks.addObject(), risk));
    }
    difference(node, "wider", entry.wider());
    difference(node, "narrower", entry.narrower());
    difference(node, "changed", entry.changed());
    if (entry.counts() != null) {
      counts(node.putObject("runs"), entry.counts());
    }
  }

  private static void risk(ObjectNode node, Risk risk) {
    node.put("id", risk.id()).put("level", risk.level().label()).put("category", risk.category());
    node.put("title", risk.title()).put("reason", risk.reason());
    node.put("classes", risk.classes()).put("source", risk.source());
  }

  private static void difference(ObjectNode node, String name, @Nullable Difference difference) {
    if (difference != null) {
      node.putObject(name)
          .put("event", TraceText.visible(difference.event()))
          .put("before", difference.before())
          .put("after", difference.after())
          .put("when", difference.when().isEmpty() ? null : difference.when());
    }
  }

  private static void counts(ObjectNode node, RunCounts counts) {
    count(node, "before", counts.before());
    node.put("runsBefore", counts.runsBefore());
    count(node, "after", counts.after());
    node.put("runsAfter", counts.runsAfter());
    boolean tested = counts.significance() != RunCounts.Significance.UNKNOWN;
    node.put("p", tested ? Double.valueOf(counts.p()) : null);
    node.put("q", tested ? Double.valueOf(counts.q()) : null);
    node.put(
        "significance", counts.significance().name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  private static void count(ObjectNode node, String name, OptionalInt runs) {
    if (runs.isPresent()) {
      node.put(name, runs.getAsInt());
    } else {
      node.putNull(name);
    }
  }

  private static void exact(ObjectNode node, ExactChange change) {
    Arch arch =
        change.firstToken() == change.lastToken() ? Arch.ofAuditToken(change.firstToken()) : null;
    if (arch != null) {
      node.put("arch", arch.label());
    } else {
      range(node, "tokens", change.firstToken(), change.lastToken());
    }
    range(node, "numbers", change.firstNumber(), change.lastNumber());
    node.put("when", change.when().isEmpty() ? null : change.when());
    node.put("before", action(change.before())).put("after", action(change.after()));
  }

  /** The action; the number where a policy has no word for it. */
  private static String action(int returnValue) {
    Action action = Action.ofReturnValue(returnValue);
    return action.returnValue() == returnValue
        ? action.toString()
        : "0x%08x".formatted(returnValue);
  }

  private static void range(ObjectNode node, String name, int first, int last) {
    node.putArray(name).add(Integer.toUnsignedLong(first)).add(Integer.toUnsignedLong(last));
  }
}

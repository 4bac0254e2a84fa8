package dev.winnow.reports.diff;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.policy.Change.Relation;
import dev.winnow.reports.TraceText;
import dev.winnow.reports.risk.Risk;
import dev.winnow.reports.risk.RiskLevel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A diff for code scanning: SARIF 2.1.0 (OASIS standard, 2020). A result for each difference, at
 * the rule of the new policy that makes it; a SARIF rule for each risk.
 */
public final class DiffToSarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Diff diff;
  private final RuleLines lines;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();
  private final ArrayNode rules;
  private final ArrayNode results;
  private final Map<String, Integer> places = new LinkedHashMap<>();

  private DiffToSarif(Diff diff, RuleLines lines, String version) {
    this.diff = diff;
    this.lines = lines;
    root.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "winnow").put("version", version);
    rules = driver.putArray("rules");
    run.put("columnKind", "utf16CodeUnits");
    results = run.putArray("results");
  }

  /**
   * The log.
   *
   * @param lines where the new side's rules stand
   * @param version of winnow
   */
  public static ObjectNode sarif(Diff diff, RuleLines lines, String version) {
    return new DiffToSarif(diff, lines, version).write();
  }

  private ObjectNode write() {
    for (DiffEntry entry : diff.entries()) {
      result(entry, Relation.WIDER, entry.wider());
      result(entry, Relation.NARROWER, entry.narrower());
      result(entry, Relation.CHANGED, entry.changed());
    }
    return root;
  }

  private void result(DiffEntry entry, Relation relation, @Nullable Difference difference) {
    if (difference == null) {
      return;
    }
    boolean wider = relation == Relation.WIDER;
    Risk risk = wider && !entry.risks().isEmpty() ? entry.risks().getFirst() : null;
    String id = risk == null ? relation.name().toLowerCase(Locale.ROOT) : risk.id();
    ObjectNode result = results.addObject();
    result.put("ruleId", id).put("ruleIndex", rule(id, risk));
    result.put("level", wider ? level(entry) : "note");
    result.putObject("message").put("text", message(entry, difference, risk));
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place.putObject("artifactLocation").put("uri", uri(diff.after().name()));
    place.putObject("region").put("startLine", lines.of(entry));
    String arch = entry.arch() == null ? "" : entry.arch().label() + "/";
    // Of a recording each way of a syscall is a result; of a policy the event is one of many.
    String way = entry.counts() == null ? "" : "/" + TraceText.visible(difference.event());
    result
        .putObject("partialFingerprints")
        .put("winnowDiff/v1", id + "/" + arch + TraceText.visible(entry.subject()) + way);
  }

  private static String level(DiffEntry entry) {
    if (!entry.widens()) {
      return "note";
    }
    return switch (entry.level()) {
      case HIGH -> "error";
      case MEDIUM -> "warning";
      case LOW -> "note";
    };
  }

  private static String message(DiffEntry entry, Difference difference, @Nullable Risk risk) {
    StringBuilder text = new StringBuilder(literal(TraceText.visible(difference.event())));
    text.append(": ");
    text.append(entry.counts() == null ? difference.verdicts() : entry.counts().sentence());
    if (risk != null) {
      text.append(". ").append(risk.sentence());
    }
    return text.append('.').toString();
  }

  /** Brackets make links and braces placeholders in messages (SARIF 3.11). */
  private static String literal(String text) {
    return text.replace("\\", "\\\\")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace("{", "{{")
        .replace("}", "}}");
  }

  private int rule(String id, @Nullable Risk risk) {
    Integer known = places.get(id);
    if (known != null) {
      return known;
    }
    ObjectNode rule = rules.addObject();
    rule.put("id", id);
    RiskLevel level = risk == null ? RiskLevel.LOW : risk.level();
    String title = risk == null ? "The syscall policy is " + id : risk.title();
    rule.putObject("shortDescription").put("text", title);
    String full =
        risk == null
            ? "An event that the two sides do not treat alike."
            : risk.reason() + ". " + risk.classes() + ". " + risk.source() + ".";
    rule.putObject("fullDescription").put("text", full);
    // What code scanning sorts by, in CVSS's range: 7 and more is high, 4 and more medium.
    String severity = level == RiskLevel.HIGH ? "8.0" : level == RiskLevel.MEDIUM ? "5.0" : "2.0";
    ObjectNode properties = rule.putObject("properties");
    properties.putArray("tags").add("security");
    properties.put("security-severity", severity);
    int place = places.size();
    places.put(id, place);
    return place;
  }

  /** A file's name as a URI reference (RFC 3986): whatever is not plain is percent-encoded. */
  private static String uri(String name) {
    String shown = name.equals("-") ? "stdin" : TraceText.visible(name);
    StringBuilder uri = new StringBuilder(shown.startsWith("/") ? "file://" : "");
    for (byte b : shown.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= 'a' && b <= 'z')
              || (b >= 'A' && b <= 'Z')
              || (b >= '0' && b <= '9')
              || "-._~/".indexOf(b) >= 0;
      uri.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return uri.toString();
  }
}

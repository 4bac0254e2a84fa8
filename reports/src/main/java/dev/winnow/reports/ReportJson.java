package dev.winnow.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.statistics.RiskEstimate;
import java.util.List;
import java.util.Optional;

/**
 * A report as one JSON object, for scripts: shares are 0 to 1, values of arguments are 0x-hex
 * beside their text, and what is not known is null. Text from traces is as the traces have it.
 */
public final class ReportJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private ReportJson() {}

  /** What {@link Summary} says, as numbers. */
  public static ObjectNode summary(Report report) {
    Coverage.Totals totals = report.coverage().totals();
    ObjectNode root = NODES.objectNode();
    root.put("title", report.title());
    root.put("runs", report.runs().size());
    root.put("events", report.events());
    root.put("syscallsSeen", totals.syscalls());
    root.put("syscallsConstrained", totals.constrained());
    root.put("syscallsDenied", totals.denied());
    Conclusion conclusion = Conclusion.of(report);
    root.put("verdict", conclusion.headline());
    root.put("next", conclusion.next());
    ObjectNode coverage = root.putObject("coverage");
    coverage.put("events", totals.events());
    count(coverage.putObject("allowed"), totals.allowed());
    coverage.put("constrainedValues", totals.values());
    coverage.put("coveredValues", totals.covered());
    root.set("risk", risk(report.risk()));
    root.set("completeness", completeness(report.completeness()));
    root.set("program", program(report.program()));
    return root;
  }

  /** The summary, and every syscall, value, curve and excess behind it. */
  public static ObjectNode of(Report report) {
    ObjectNode root = summary(report);
    ArrayNode syscalls = root.putArray("syscalls");
    report.coverage().syscalls().forEach(row -> syscalls.add(syscall(report, row)));
    ArrayNode excess = root.putArray("excess");
    for (Excess syscall : report.coverage().excess()) {
      ObjectNode node = excess.addObject();
      node.put("arch", syscall.arch().label());
      node.put("number", Integer.toUnsignedLong(syscall.number()));
      node.put("name", syscall.name());
      strings(node.putArray("rules"), syscall.rules());
    }
    ArrayNode subsystems = root.putArray("subsystems");
    for (SubsystemCoverage part : report.subsystems()) {
      subsystems
          .addObject()
          .put("name", part.name())
          .put("syscalls", part.kernel())
          .put("allowed", part.allowed())
          .put("used", part.used());
    }
    ObjectNode saturation = root.putObject("saturation");
    saturation.set("syscalls", curve(report.saturation().syscalls()));
    saturation.set("argumentValues", curve(report.saturation().values()));
    ReportJsonParts.add(root, report);
    return root;
  }

  private static void count(ObjectNode node, EventCount count) {
    node.put("least", count.least());
    node.put("most", count.most());
  }

  private static void strings(ArrayNode array, List<String> strings) {
    strings.forEach(array::add);
  }

  private static ObjectNode risk(Optional<RiskEstimate> risk) {
    ObjectNode node = NODES.objectNode();
    boolean several = risk.isPresent() && risk.get().runs() > 1;
    node.put("runs", risk.map(RiskEstimate::runs).orElse(null));
    node.put("denied", several ? risk.get().denied() : null);
    node.put("estimate", several ? risk.get().estimate() : null);
    node.put("approximateUpper", several ? risk.get().approximateUpper() : null);
    node.put("certifiedUpper", several ? risk.get().certified() : null);
    node.put("sentence", Summary.risk(risk));
    return node;
  }

  private static ObjectNode program(Optional<ProgramFacts> facts) {
    ObjectNode node = NODES.objectNode();
    node.put("instructions", facts.map(ProgramFacts::instructions).orElse(null));
    node.put("longestPath", facts.map(ProgramFacts::longestPath).orElse(null));
    node.put("expectedInstructions", facts.map(ProgramFacts::expectedInstructions).orElse(null));
    node.put("bitmapShare", facts.map(ProgramFacts::bitmapShare).orElse(null));
    node.put("cachedSyscalls", facts.map(ProgramFacts::cached).orElse(null));
    strings(node.putArray("bitmaskAllowsMore"), facts.map(ProgramFacts::widened).orElse(List.of()));
    return node;
  }

  private static ObjectNode completeness(Completeness completeness) {
    ObjectNode node = NODES.objectNode();
    node.put("complete", completeness.complete());
    node.put("sentence", completeness.sentence());
    ObjectNode lines = node.putObject("lines");
    lines.put("total", completeness.lines().lines());
    lines.put("parsed", completeness.lines().parsed());
    lines.put("joined", completeness.lines().joined());
    lines.put("failed", completeness.lines().failed());
    ObjectNode ignored = lines.putObject("ignored");
    completeness.lines().ignored().forEach(ignored::put);
    strings(node.putArray("failures"), completeness.failures());
    ObjectNode unknown = node.putObject("unknownConstants");
    completeness.unknown().forEach(unknown::put);
    gaps(node.putArray("undecoded"), completeness.undecoded());
    gaps(node.putArray("hidden"), completeness.hidden());
    ObjectNode lost = node.putObject("lost");
    completeness.lost().forEach(lost::put);
    strings(node.putArray("truncatedRuns"), completeness.truncated());
    return node;
  }

  private static void gaps(ArrayNode array, List<Completeness.Gap> gaps) {
    for (Completeness.Gap gap : gaps) {
      ObjectNode node = array.addObject();
      node.put("arch", gap.arch().label());
      node.put("syscall", gap.syscall());
      node.put("argument", gap.argument());
      node.put("text", gap.text());
      node.put("events", gap.events());
    }
  }

  private static ObjectNode syscall(Report report, SyscallCoverage row) {
    ObjectNode node = NODES.objectNode();
    node.put("arch", row.arch().label());
    node.put("number", Integer.toUnsignedLong(row.number()));
    node.put("name", row.name());
    node.put("events", row.events());
    node.put("sampled", row.sampled());
    node.put("share", row.share());
    node.put("runs", row.runs());
    node.put("failed", row.failed());
    node.put("beforeFilter", row.launcher());
    node.put("verdict", row.verdict().label());
    strings(node.putArray("rules"), row.rules());
    count(node.putObject("allowed"), row.allowed());
    ReportJsonParts.add(node, report, row);
    ArrayNode arguments = node.putArray("arguments");
    row.arguments().forEach(argument -> arguments.add(argument(argument)));
    return node;
  }

  private static ObjectNode argument(ArgumentCoverage argument) {
    ObjectNode node = NODES.objectNode();
    node.put("name", argument.name());
    node.put("kind", argument.kind().name().toLowerCase(java.util.Locale.ROOT));
    node.put("constrained", argument.constrained());
    node.put("outside", argument.outside());
    node.put("hidden", argument.hidden());
    node.put("undecoded", argument.undecoded());
    ArrayNode values = node.putArray("values");
    for (ValueCoverage value : argument.values()) {
      ObjectNode item = values.addObject();
      item.put("value", "0x" + Long.toHexString(value.value()));
      item.put("text", value.text());
      item.put("events", value.events());
      item.put("runs", value.runs());
      item.put("outside", value.outside());
    }
    argument
        .beyond()
        .ifPresent(beyond -> {
          ObjectNode more = node.putObject("beyond");
          more.put("cap", beyond.cap());
          more.put("least", beyond.least());
          more.put("most", beyond.most());
          more.put("covered", beyond.covered().orElse(null));
        });
    return node;
  }

  private static ObjectNode curve(Optional<Saturation.Curve> curve) {
    ObjectNode node = NODES.objectNode();
    node.put("observed", curve.map(Saturation.Curve::observed).orElse(null));
    node.put("coverage", curve.map(Saturation.Curve::coverage).orElse(null));
    node.put("approximate", curve.map(Saturation.Curve::approximate).orElse(null));
    ArrayNode points = node.putArray("points");
    curve.ifPresent(c ->
        c.points()
            .forEach(point ->
                points
                    .addObject()
                    .put("runs", point.runs())
                    .put("expected", point.expected())
                    .put("half95", point.half())));
    return node;
  }
}

package dev.winnow.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.learner.Candidate;
import dev.winnow.learner.Explanation;
import dev.winnow.policy.Change;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.risk.OpenRisk;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;

/** What of the JSON comes from the learner, from other policies and from other releases. */
final class ReportJsonParts {
  private ReportJsonParts() {}

  /** About one syscall. */
  static void add(ObjectNode node, Report report, SyscallCoverage row) {
    OptionalInt last = report.novelty().of(row);
    node.put("lastNewRun", last.isPresent() ? last.getAsInt() : null);
    var cost = report.program().flatMap(p -> p.costOf(row));
    node.put("cached", cost.map(ProgramFacts.Cost::cached).orElse(null));
    node.put("instructions", cost.map(ProgramFacts.Cost::instructions).orElse(null));
    node.put("subsystem", Subsystems.of(row.name()));
    ArrayNode risks = node.putArray("risks");
    for (OpenRisk risk :
        report.exposure().map(e -> e.of(row.arch(), row.number())).orElse(List.of())) {
      risks
          .addObject()
          .put("id", risk.risk().id())
          .put("level", risk.risk().level().label())
          .put("title", risk.risk().title())
          .put("event", risk.text());
    }
    report.insights().of(row).ifPresent(explanation -> add(node, explanation));
  }

  private static void add(ObjectNode node, Explanation explanation) {
    node.put("reason", explanation.reason());
    ArrayNode candidates = node.putArray("candidates");
    for (Candidate candidate : explanation.candidates()) {
      candidates
          .addObject()
          .put("argument", candidate.name().argument())
          .put("level", candidate.split() ? "split" : candidate.level().label())
          .put("constraint", candidate.text())
          .put("denies", candidate.novel())
          .put("of", candidate.using())
          .put("risk", candidate.risk())
          .put("gain", candidate.gain())
          .put("chosen", explanation.chosen().contains(candidate));
    }
  }

  /** About the whole. */
  static void add(ObjectNode root, Report report) {
    ArrayNode charts = root.putArray("charts");
    for (Chart chart : report.charts()) {
      ObjectNode node = charts.addObject().put("name", chart.name()).put("title", chart.title());
      node.put("refusal", chart.drawing() instanceof Drawing.Refusal(String why) ? why : null);
      chart.numbers().columns().forEach(node.putArray("columns")::add);
      ArrayNode rows = node.putArray("rows");
      chart.numbers().rows().forEach(row -> row.forEach(rows.addArray()::add));
    }
    report.base().ifPresent(base -> add(root.putObject("base"), base));
    report.history().ifPresent(history -> add(root.putArray("history"), history));
  }

  private static void add(ObjectNode node, Base base) {
    Coverage.Totals totals = base.coverage().totals();
    node.put("name", base.name());
    EventCount denied = totals.allowed().outOf(totals.events());
    node.putObject("denied").put("least", denied.least()).put("most", denied.most());
    ArrayNode syscalls = node.putArray("wouldHaveDenied");
    base.wouldHaveDenied().forEach(row -> syscalls.add(row.name()));
    ArrayNode more = node.putArray("allowsBeyond");
    base.allowsBeyond().forEach(c -> more.add(Objects.requireNonNull(c.narrower()).text()));
    ArrayNode less = node.putArray("deniesBeyond");
    for (Change change : base.deniesBeyond()) {
      less.add(Objects.requireNonNull(change.wider()).text());
    }
  }

  private static void add(ArrayNode array, History history) {
    for (History.Release release : history.releases()) {
      ObjectNode node = array.addObject();
      node.put("name", release.name()).put("runs", release.runs()).put("events", release.events());
      node.put("syscalls", release.syscalls()).put("surface", release.weight());
      ArrayNode risks = node.putArray("risks");
      release
          .exposure()
          .ifPresent(exposure ->
              exposure.open().stream()
                  .map(open -> open.risk().id())
                  .distinct()
                  .forEach(risks::add));
      boolean several = release.risk().runs() > 1;
      node.put("estimate", several ? release.risk().estimate() : null);
      node.put("certifiedUpper", several ? release.risk().certified() : null);
      release.added().forEach(node.putArray("new")::add);
      release.removed().forEach(node.putArray("gone")::add);
    }
  }
}

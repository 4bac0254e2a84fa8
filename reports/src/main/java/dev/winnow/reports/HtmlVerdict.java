package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import java.util.Locale;
import java.util.Optional;

/** The verdict and the key figures, with which the page begins. */
final class HtmlVerdict {
  private final Html html;
  private final Report report;

  HtmlVerdict(Html html, Report report) {
    this.html = html;
    this.report = report;
  }

  void write() {
    verdict();
    tiles();
  }

  private void verdict() {
    Conclusion conclusion = Conclusion.of(report);
    String state = conclusion.state().name().toLowerCase(Locale.ROOT);
    html.open("section", "class", "verdict " + state, "aria-labelledby", "verdict");
    html.sentence("h2", conclusion.headline(), "id", "verdict", "tabindex", "-1").line();
    html.raw("<dl>\n");
    if (!conclusion.denied().isEmpty()) {
      entry("Denied", conclusion.denied());
    }
    entry("Allows", conclusion.allows());
    entry("Coverage", Summary.coverage(report.coverage().totals()));
    entry("Next-run risk", Summary.risk(report.risk()));
    String warn = report.completeness().complete() ? "" : "warn";
    html.sentence("dt", "Recording");
    html.sentence("dd", report.completeness().sentence(), "class", warn).line();
    entry("Next step", conclusion.next());
    html.raw("</dl>\n</section>\n");
  }

  private void entry(String label, String text) {
    html.sentence("dt", label).sentence("dd", text).line();
  }

  private void tiles() {
    Coverage.Totals totals = report.coverage().totals();
    Optional<ProgramFacts> facts = report.program();
    html.raw("<ul class=\"tiles\">\n");
    tile(
        Figures.count(totals.syscalls()),
        "syscalls seen",
        Figures.count(totals.constrained())
            + " with constrained arguments, "
            + Figures.count(totals.denied())
            + " denied");
    tile(
        Figures.percent(Figures.share(totals.allowed().least(), totals.events())),
        "of events allowed",
        Figures.count(totals.allowed()) + " of " + Figures.count(totals.events()));
    tile(riskFigure(report.risk()), "next-run risk", riskNote(report.risk()));
    tile(
        Figures.count(report.coverage().excess().size()),
        "syscalls in excess",
        "allowed and never seen");
    facts.ifPresent(f -> {
      tile(
          Figures.count(f.instructions()),
          "instructions",
          "worst path %s, expected %s"
              .formatted(
                  Figures.count(f.longestPath()), Figures.decimal(f.expectedInstructions())));
      tile(
          Figures.percent(f.bitmapShare()),
          "of events from the bitmap",
          Figures.count(f.cached(), "syscall") + " cached: the program never runs for them");
    });
    html.raw("</ul>\n");
  }

  private static String riskFigure(Optional<RiskEstimate> risk) {
    return risk.filter(r -> r.runs() > 1).map(r -> Figures.percent(r.estimate())).orElse("–");
  }

  private static String riskNote(Optional<RiskEstimate> risk) {
    return risk.filter(r -> r.runs() > 1)
        .map(r ->
            "%d of %s; certified at most %s"
                .formatted(
                    r.denied(),
                    Figures.count(r.runs(), "run"),
                    Figures.percentAtMost(r.certified())))
        .orElse(
            risk.isPresent()
                ? "no estimate from one scenario"
                : "not estimated for a given policy");
  }

  private void tile(String figure, String label, String note) {
    html.raw("<li>").sentence("b", figure).raw(" ").sentence("span", label);
    html.raw(" ").sentence("small", note).raw("</li>\n");
  }
}

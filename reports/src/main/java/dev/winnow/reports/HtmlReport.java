package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Policies;
import dev.winnow.traces.Run;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A report as one HTML page that needs nothing else: style, script and pictures are inside, and its
 * content security policy names the first two by hash and forbids everything that is not. Works
 * without script; then the table does not sort and search.
 */
public final class HtmlReport {
  private final Html html = new Html();
  private final Report report;

  private HtmlReport(Report report) {
    this.report = report;
  }

  /**
   * The page, in UTF-8 when written; the same report gives the same page.
   *
   * @throws MissingFontException if the charts cannot be drawn
   */
  public static String of(Report report) {
    return new HtmlReport(report).page();
  }

  private String page() {
    String style = resource("report.css");
    String script = resource("report.js");
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.open(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; img-src data:; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
            .formatted(sha256(style), sha256(script)));
    html.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.element("title", report.title() + " – winnow report").line();
    html.raw("<style>").raw(style).raw("</style>\n</head>\n<body>\n");
    header();
    html.raw("<main>\n");
    verdict();
    tiles();
    section("Charts", "charts");
    HtmlCharts.write(html, report.coverage(), report.saturation());
    html.raw("</section>\n");
    section("Syscalls", "table");
    HtmlSyscalls.write(html, report.coverage());
    html.raw("</section>\n");
    excess();
    program();
    recordings();
    policy();
    html.raw("</main>\n<script>").raw(script).raw("</script>\n</body>\n</html>\n");
    return html.toString();
  }

  private void header() {
    html.raw("<header>\n<p class=\"brand\">winnow report</p>\n");
    html.element("h1", report.title()).line();
    html.sentence("p", Summary.recorded(report), "class", "quiet").raw("\n</header>\n");
  }

  private void section(String title, String id) {
    html.raw("<section aria-labelledby=\"%s\">\n".formatted(id));
    html.sentence("h2", title, "id", id).line();
  }

  private void verdict() {
    Coverage.Totals totals = report.coverage().totals();
    EventCount denied = totals.allowed().outOf(totals.events());
    String of = Figures.count(denied) + " of " + Figures.count(totals.events(), "recorded event");
    String state;
    String words;
    if (totals.complete() && !report.completeness().complete()) {
      state = "unsure";
      words = "The policy allows every recorded event, but the recording is incomplete";
    } else if (totals.complete()) {
      state = "good";
      words = "The policy allows every recorded event";
    } else if (denied.least() > 0) {
      state = "bad";
      words = "The policy denies " + of;
    } else {
      state = "unsure";
      words = "The policy may deny " + of;
    }
    html.open("section", "class", "verdict " + state, "aria-labelledby", "verdict");
    html.sentence("h2", words, "id", "verdict").line().raw("<dl>\n");
    if (totals.denied() > 0) {
      entry("Denied", deniedSyscalls());
    }
    entry("Coverage", Summary.coverage(totals));
    entry("Next-run risk", Summary.risk(report.risk()));
    String warn = report.completeness().complete() ? "" : "warn";
    html.sentence("dt", "Recording");
    html.sentence("dd", report.completeness().sentence(), "class", warn).line();
    entry("Next step", nextStep(totals));
    html.raw("</dl>\n</section>\n");
  }

  private String deniedSyscalls() {
    return Completeness.some(
        report.coverage().syscalls().stream()
            .filter(row -> row.verdict() == Verdict.DENIED)
            .map(row ->
                "%s (%s of %s)"
                    .formatted(
                        row.name(),
                        Figures.count(row.allowed().outOf(row.filtered())),
                        Figures.count(row.filtered())))
            .toList());
  }

  private void entry(String label, String text) {
    html.sentence("dt", label).sentence("dd", text).line();
  }

  private String nextStep(Coverage.Totals totals) {
    if (!totals.complete()) {
      return "Look at the denied syscalls in the table: learn the policy again from all of this evidence, or keep them out on purpose.";
    }
    if (!report.completeness().complete()) {
      return "The recording is incomplete, and so may be the policy: see what is missing below, and record again.";
    }
    return report.runs().size() == 1
        ? "Record more runs, of different tasks: one run cannot say how much it missed."
        : "Record runs of tasks that are not among these; the risk speaks only of runs like them.";
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
        .map(r -> "certified at most " + Figures.percentAtMost(r.certified()))
        .orElse(risk.isPresent() ? "no estimate from one run" : "not estimated for a given policy");
  }

  private void tile(String figure, String label, String note) {
    html.raw("<li>").sentence("b", figure).raw(" ").sentence("span", label);
    html.raw(" ").sentence("small", note).raw("</li>\n");
  }

  private void excess() {
    List<Excess> excess = report.coverage().excess();
    section("Allowed and never seen", "excess");
    if (excess.isEmpty()) {
      html.raw("<p>Nothing: every syscall that the policy allows was seen.</p>\n");
    } else {
      html.sentence(
          "p",
          "The policy allows %s that no run made."
              .formatted(Figures.count(excess.size(), "syscall")));
      html.raw("\n<ul class=\"values\">");
      for (Excess syscall : excess) {
        html.open("li", "title", String.join("; ", syscall.rules()));
        html.element("code", syscall.name()).raw("</li>\n");
      }
      html.raw("</ul>\n");
    }
    html.raw("</section>\n");
  }

  private void program() {
    if (report.program().isEmpty()) {
      return;
    }
    List<String> widened = report.program().get().widened();
    section("What a bitmask gives away", "bitmask");
    html.sentence(
        "p",
        widened.isEmpty()
            ? "Nothing: no rule looks at an argument, so the bitmask says the same as the policy."
            : "A bitmask cannot look at arguments. It allows all calls of %s of which the policy allows some:"
                .formatted(Figures.count(widened.size(), "syscall")));
    html.raw("\n<ul class=\"values\">");
    widened.forEach(name -> html.raw("<li>").element("code", name).raw("</li>\n"));
    html.raw("</ul>\n</section>\n");
  }

  private void recordings() {
    Completeness completeness = report.completeness();
    section("Recordings", "recordings");
    html.sentence("p", completeness.sentence());
    html.raw(
        """
        <div class="scroll"><table class="wide"><thead><tr><th scope="col">Run</th><th scope="col">Command</th>\
        <th scope="col">Format</th><th scope="col" class="num">Events</th><th scope="col" class="num">Lines</th>\
        <th scope="col" class="num">Ignored</th><th scope="col" class="num">Failed</th><th scope="col" class="num">Lost</th>\
        <th scope="col">Ends</th></tr></thead><tbody>
        """);
    report.runs().forEach(this::run);
    html.raw("</tbody></table></div>\n");
    HtmlGaps.write(html, completeness);
    html.raw("</section>\n");
  }

  private void run(Run run) {
    html.raw("<tr>").element("th", run.label(), "scope", "row");
    html.open("td").element("code", run.command()).close("td");
    html.element("td", run.format());
    for (long count :
        new long[] {
          run.events(),
          run.lines().lines(),
          run.lines().ignoredTotal(),
          run.lines().failed(),
          run.lostTotal()
        }) {
      html.element("td", Figures.count(count), "class", "num");
    }
    html.element("td", run.truncated() ? "cut short" : "whole").raw("</tr>\n");
  }

  private void policy() {
    section("The policy", "policy");
    html.raw("<details><summary>Its text</summary>");
    html.open("pre").open("code").prose(visibleLines(Policies.print(report.policy())));
    html.raw("</code></pre></details>\n</section>\n");
  }

  /** Comments of a policy may come from anywhere. */
  private static String visibleLines(String text) {
    StringBuilder lines = new StringBuilder();
    text.lines().forEach(line -> lines.append(TraceText.visible(line, line.length())).append('\n'));
    return lines.toString();
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            name + " is missing from the class path; build winnow anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}

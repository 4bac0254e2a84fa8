package dev.winnow.reports;

import dev.winnow.policy.Policies;
import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.MissingFontException;
import dev.winnow.reports.charts.Theme;
import dev.winnow.traces.Resource;
import dev.winnow.traces.Run;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * A report as one HTML page that needs nothing else: style, script and pictures are inside, and its
 * content security policy names the first two by hash and forbids everything that is not. Works
 * without script; then the table does not sort and search, and the theme is the system's.
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
    String style = Resource.text(HtmlReport.class, "report.css") + Theme.css();
    String script = Resource.text(HtmlReport.class, "report.js");
    Charts charts = Charts.of(report);
    html.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    html.open(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'sha256-%s'; script-src 'sha256-%s'; base-uri 'none'; form-action 'none'"
            .formatted(sha256(style), sha256(script)));
    html.raw("\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    html.raw("<meta name=\"color-scheme\" content=\"light dark\">\n");
    html.element("title", report.title() + " – winnow report").line();
    html.raw("<style>").raw(style).raw("</style>\n</head>\n<body>\n");
    header();
    html.raw("<main>\n");
    new HtmlVerdict(html, report).write();
    charts("How far to trust it", "trust", charts.trust());
    section("Syscalls", "table");
    HtmlSyscalls.write(html, report);
    html.raw("</section>\n");
    charts("What the program does", "behaviour", charts.behaviour());
    section("Allowed and never seen", "excess");
    HtmlExcess.write(html, report);
    html.raw("</section>\n");
    report
        .base()
        .ifPresent(base -> {
          section("Beside another policy", "base");
          HtmlBase.write(html, base);
          html.raw("</section>\n");
        });
    report
        .history()
        .ifPresent(history -> {
          section("Releases", "history");
          HtmlCharts.write(html, charts.trend());
          HtmlHistory.write(html, history);
          html.raw("</section>\n");
        });
    program(charts);
    recordings();
    policy();
    html.raw("</main>\n<script>").raw(script).raw("</script>\n</body>\n</html>\n");
    return html.toString();
  }

  private void charts(String title, String id, List<Chart> charts) {
    section(title, id);
    HtmlCharts.write(html, charts);
    html.raw("</section>\n");
  }

  private void header() {
    html.raw("<a class=\"skip\" href=\"#verdict\">To the verdict</a>\n<header>\n<div>");
    html.raw("<p class=\"brand\">winnow report</p>\n");
    html.element("h1", report.title()).line();
    html.sentence("p", Summary.recorded(report), "class", "quiet");
    html.raw("</div>\n<button type=\"button\" id=\"theme\" hidden>Theme: automatic</button>\n");
    html.raw("<nav aria-label=\"Parts of the report\"><ul>");
    link("trust", "Trust");
    link("table", "Syscalls");
    link("behaviour", "Behaviour");
    link("excess", "Excess");
    report.base().ifPresent(base -> link("base", "Base"));
    report.history().ifPresent(history -> link("history", "Releases"));
    report.program().ifPresent(program -> link("cost", "Cost"));
    link("recordings", "Recordings");
    link("policy", "Policy");
    html.raw("</ul></nav>\n</header>\n");
  }

  private void link(String id, String text) {
    html.raw("<li><a href=\"#" + id + "\">").prose(text).raw("</a></li>");
  }

  private void section(String title, String id) {
    html.raw("<section aria-labelledby=\"%s\">\n".formatted(id));
    html.sentence("h2", title, "id", id).line();
  }

  private void program(Charts charts) {
    if (report.program().isEmpty()) {
      return;
    }
    section("What the filter costs", "cost");
    HtmlCharts.write(html, charts.cost());
    List<String> widened = report.program().get().widened();
    html.sentence("h3", "What a bitmask gives away").line();
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
        <div class="scroll" tabindex="0" role="group" aria-labelledby="recordings"><table class="wide"><thead><tr>\
        <th scope="col" class="num">#</th><th scope="col">Run</th><th scope="col">Command</th>\
        <th scope="col">Format</th><th scope="col" class="num">Events</th><th scope="col" class="num">Lines</th>\
        <th scope="col" class="num">Ignored</th><th scope="col" class="num">Failed</th><th scope="col" class="num">Lost</th>\
        <th scope="col">Ends</th></tr></thead><tbody>
        """);
    for (int i = 0; i < report.runs().size(); i++) {
      run(i + 1, report.runs().get(i));
    }
    html.raw("</tbody></table></div>\n");
    HtmlGaps.write(html, completeness);
    html.raw("</section>\n");
  }

  private void run(int number, Run run) {
    html.raw("<tr>").sentence("td", Figures.count(number), "class", "num");
    html.element("th", run.label(), "scope", "row");
    String command = run.command().equals(run.label()) ? "–" : run.command();
    html.open("td").element("code", command).close("td");
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
}

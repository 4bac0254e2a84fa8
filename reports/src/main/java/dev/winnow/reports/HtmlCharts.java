package dev.winnow.reports;

import dev.winnow.traces.Runs;
import java.util.Base64;
import java.util.Optional;

/** The charts, inside the page, each with its numbers as a table. */
final class HtmlCharts {
  /** Rows of a table of numbers: a reader sees a curve in as many points. */
  private static final int ROWS = 24;

  private static final String APPROXIMATE =
      "<p class=\"quiet\">Approximate: of what occurs in more than %s runs, evidence keeps no more than that.</p>"
          .formatted(Figures.count(Runs.FULL));

  private HtmlCharts() {}

  static void write(Html html, Coverage coverage, Saturation saturation) {
    html.raw("<div class=\"charts\">\n");
    figure(
        html,
        Chart.frequency(coverage, Theme.LIGHT),
        Chart.frequency(coverage, Theme.DARK),
        "Bar chart of the most frequent syscalls, coloured by verdict; the table of syscalls has the numbers.",
        "Which syscalls the program makes, and what the policy says of them.");
    html.raw("<p class=\"quiet\">The numbers are in the table of syscalls below.</p></figure>\n");
    boolean curve = saturation.syscalls().isPresent();
    figure(
        html,
        Chart.saturation(saturation, Theme.LIGHT),
        Chart.saturation(saturation, Theme.DARK),
        curve
            ? "Curves of the distinct syscalls and argument values to expect against the number of runs; their numbers follow as a table."
            : SaturationChart.NO_CURVE,
        curve
            ? "How many distinct syscalls and argument values fewer or more runs would show. A curve that still rises at the line says: record more."
            : "Whether more runs would show more can be said from two runs on.");
    if (curve) {
      numbers(html, saturation);
    }
    html.raw("</figure>\n</div>\n");
  }

  private static void figure(Html html, Chart light, Chart dark, String alt, String caption) {
    html.raw("<figure>\n<picture>");
    html.open("source", "media", "(prefers-color-scheme: dark)", "srcset", dataUri(dark));
    html.open(
        "img",
        "src",
        dataUri(light),
        "alt",
        alt,
        "width",
        "" + light.width(),
        "height",
        "" + light.height());
    html.raw("</picture>\n").sentence("figcaption", caption).line();
  }

  private static String dataUri(Chart chart) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(chart.png());
  }

  private static void numbers(Html html, Saturation saturation) {
    Saturation.Curve syscalls = saturation.syscalls().orElseThrow();
    Optional<Saturation.Curve> values = saturation.values();
    html.raw(
        """
        <details><summary>Numbers</summary>%s
        <table><thead><tr><th scope="col" class="num">Runs</th><th scope="col" class="num">Syscalls</th>\
        <th scope="col" class="num">Argument values</th></tr></thead><tbody>
        """
            .formatted(syscalls.approximate() ? APPROXIMATE : ""));
    int size = syscalls.points().size();
    int step = Math.max(1, Math.ceilDiv(size, ROWS));
    for (int i = 0; i < size; i++) {
      Saturation.Point point = syscalls.points().get(i);
      if (i % step != 0 && i != size - 1 && point.runs() != saturation.runs()) {
        continue;
      }
      int at = i;
      html.raw("<tr>").element("td", Figures.count(point.runs()), "class", "num");
      html.element("td", Figures.decimal(point.expected()), "class", "num");
      String expected = values.map(c -> Figures.decimal(c.points().get(at).expected())).orElse("–");
      html.element("td", expected, "class", "num").raw("</tr>\n");
    }
    html.raw("</tbody></table></details>\n");
  }
}

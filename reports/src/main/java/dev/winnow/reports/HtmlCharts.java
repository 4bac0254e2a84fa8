package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import java.util.List;

/** Charts inside the page, each with its numbers as a table; or the sentence in its place. */
final class HtmlCharts {
  /** Rows of a table of numbers: of more, evenly many are taken, the last among them. */
  private static final int ROWS = 60;

  private HtmlCharts() {}

  static void write(Html html, List<Chart> charts) {
    html.raw("<div class=\"charts\">\n");
    charts.forEach(chart -> figure(html, chart));
    html.raw("</div>\n");
  }

  private static void figure(Html html, Chart chart) {
    html.raw("<figure>\n").sentence("h3", chart.title()).line();
    if (chart.drawing() instanceof Drawing.Refusal(String why)) {
      html.sentence("p", why, "class", "refusal").raw("\n</figure>\n");
      return;
    }
    html.raw(chart.svg("Chart: " + chart.title() + ". Its numbers follow as a table.")).line();
    html.sentence("figcaption", chart.caption()).line();
    if (!chart.numbers().rows().isEmpty()) {
      numbers(html, chart);
    }
    html.raw("</figure>\n");
  }

  private static void numbers(Html html, Chart chart) {
    Numbers numbers = chart.numbers();
    html.raw("<details><summary>Numbers</summary>");
    html.open(
        "div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", chart.title());
    html.raw("<table><thead><tr>");
    for (int i = 0; i < numbers.columns().size(); i++) {
      html.sentence("th", numbers.columns().get(i), "scope", "col", "class", alignment(i));
    }
    html.raw("</tr></thead><tbody>\n");
    int size = numbers.rows().size();
    int step = Math.max(1, Math.ceilDiv(size, ROWS));
    for (int row = 0; row < size; row++) {
      if (row % step == 0 || row == size - 1) {
        html.raw("<tr>");
        for (int i = 0; i < numbers.columns().size(); i++) {
          html.sentence("td", numbers.rows().get(row).get(i), "class", alignment(i));
        }
        html.raw("</tr>\n");
      }
    }
    html.raw("</tbody></table></div></details>\n");
  }

  private static String alignment(int column) {
    return column == 0 ? "text" : "num";
  }
}

package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;

/** The releases, one a row. */
final class HtmlHistory {
  private HtmlHistory() {}

  static void write(Html html, History history) {
    html.raw(
        """
        <div class="scroll" tabindex="0" role="group" aria-labelledby="history"><table class="wide"><thead><tr>\
        <th scope="col" class="num">#</th><th scope="col">Release</th><th scope="col" class="num">Runs</th>\
        <th scope="col" class="num">Events</th><th scope="col" class="num">Syscalls</th>\
        <th scope="col" class="num">Surface</th><th scope="col" class="num">Risk</th>\
        <th scope="col">New</th><th scope="col">Gone</th></tr></thead><tbody>
        """);
    int number = 0;
    for (History.Release release : history.releases()) {
      number++;
      html.raw("<tr>").sentence("td", Figures.count(number), "class", "num");
      html.element("th", release.name(), "scope", "row");
      for (long count :
          new long[] {release.runs(), release.events(), release.syscalls(), release.weight()}) {
        html.sentence("td", Figures.count(count), "class", "num");
      }
      html.sentence("td", risk(release.risk()), "class", "num");
      for (var names : java.util.List.of(release.added(), release.removed())) {
        html.raw("<td>");
        html.element("code", names.isEmpty() ? "–" : String.join(", ", names)).raw("</td>");
      }
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  static String risk(RiskEstimate risk) {
    return risk.runs() == 1 ? "–" : Figures.percent(risk.estimate());
  }
}

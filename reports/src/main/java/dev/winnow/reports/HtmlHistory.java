package dev.winnow.reports;

import dev.winnow.learner.statistics.RiskEstimate;
import java.util.List;

/** The releases, one a row. */
final class HtmlHistory {
  private HtmlHistory() {}

  static void write(Html html, History history) {
    html.raw(
        """
        <div class="scroll" tabindex="0" role="group" aria-labelledby="history"><table class="wide"><thead><tr>\
        <th scope="col">Release</th><th scope="col" class="num">Runs</th>\
        <th scope="col" class="num">Events</th><th scope="col" class="num">Syscalls</th>\
        <th scope="col" class="num">Surface</th><th scope="col">Open risks</th>\
        <th scope="col" class="num">Next-run risk</th><th scope="col">New</th><th scope="col">Gone</th></tr></thead><tbody>
        """);
    for (History.Release release : history.releases()) {
      html.raw("<tr>").element("th", release.name(), "scope", "row", "class", "whole");
      for (long count :
          new long[] {release.runs(), release.events(), release.syscalls(), release.weight()}) {
        html.sentence("td", Figures.count(count), "class", "num");
      }
      html.sentence("td", HistoryCharts.risks(release), "class", "whole");
      html.sentence("td", risk(release.risk()), "class", "num");
      for (List<String> names : List.of(release.added(), release.removed())) {
        html.raw("<td class=\"words\">");
        html.sentence("code", names.isEmpty() ? "–" : String.join(", ", names)).raw("</td>");
      }
      html.raw("</tr>\n");
    }
    html.raw("</tbody></table></div>\n");
  }

  static String risk(RiskEstimate risk) {
    return risk.runs() == 1 ? "–" : Figures.percent(risk.estimate());
  }
}

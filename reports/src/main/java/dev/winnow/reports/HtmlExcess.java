package dev.winnow.reports;

import dev.winnow.reports.risk.OpenRisk;
import java.util.List;

/** What the policy allows and nothing used, beside all that the kernel has. */
final class HtmlExcess {
  private HtmlExcess() {}

  static void write(Html html, Report report) {
    List<Excess> excess = report.coverage().excess();
    html.sentence("p", sentence(report)).line();
    html.raw(
        """
        <div class="scroll" tabindex="0" role="group" aria-labelledby="excess"><table class="wide"><thead><tr>\
        <th scope="col">Part of the kernel</th><th scope="col" class="num">Syscalls</th><th scope="col" class="num">Allowed</th>\
        <th scope="col" class="num">Used</th><th scope="col">Allowed and never seen</th></tr></thead><tbody>
        """);
    for (SubsystemCoverage part : report.subsystems()) {
      if (part.kernel() == 0) {
        continue;
      }
      html.raw("<tr>").sentence("th", part.name(), "scope", "row");
      for (int count : new int[] {part.kernel(), part.allowed(), part.used()}) {
        html.sentence("td", Figures.count(count), "class", "num");
      }
      html.raw("<td>");
      names(html, report, part.excess());
      html.raw("</td></tr>\n");
    }
    html.raw("</tbody></table></div>\n");
    if (excess.isEmpty()) {
      html.raw("<p>Nothing is in excess: every syscall that the policy allows was seen.</p>\n");
    }
  }

  private static String sentence(Report report) {
    int kernel = report.subsystems().stream().mapToInt(SubsystemCoverage::kernel).sum();
    int allowed = report.subsystems().stream().mapToInt(SubsystemCoverage::allowed).sum();
    return "Of %s that the kernel has, the policy allows %s; %s of these no run made."
        .formatted(
            Figures.count(kernel, "syscall"),
            Figures.count(allowed),
            Figures.count(report.coverage().excess().size()));
  }

  private static void names(Html html, Report report, List<Excess> excess) {
    if (excess.isEmpty()) {
      html.raw("<span class=\"quiet\">–</span>");
      return;
    }
    html.raw("<ul class=\"values\">");
    for (Excess syscall : excess) {
      List<OpenRisk> risks =
          report.exposure().map(e -> e.of(syscall.arch(), syscall.number())).orElse(List.of());
      String title = String.join("; ", syscall.rules());
      html.open("li", "title", title).element("code", syscall.name());
      if (!risks.isEmpty()) {
        String level = risks.getFirst().risk().level().label();
        html.raw(" ").sentence("span", level, "class", "risk " + level);
      }
      html.raw("</li>");
    }
    html.raw("</ul>");
  }
}

package dev.winnow.reports;

import dev.winnow.learner.Explanation;
import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.RiskLevel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The table of syscalls, with what is behind each rule. */
final class HtmlSyscalls {
  private static final int BAR = 40;

  private final Html html;
  private final Report report;
  private final boolean oneArch;

  private HtmlSyscalls(Html html, Report report) {
    this.html = html;
    this.report = report;
    this.oneArch =
        report.coverage().syscalls().stream().map(SyscallCoverage::arch).distinct().count() <= 1;
  }

  static void write(Html html, Report report) {
    html.raw(
        """
        <div class="tools" hidden>
        <label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label>
        <label>Verdict <select id="verdicts"><option value="">all</option><option>allowed</option>\
        <option>constrained</option><option>denied</option></select></label>
        <button type="button" id="expand">Expand all</button>
        <span id="matches" role="status"></span>
        </div>
        <p id="about" class="quiet">Every syscall that was seen and what the policy says of it. Behind a rule: the values \
        that were seen, what else could have been asked of them, and why this. The rule 1 allows a call whatever its \
        arguments are. <b>New</b>: the last run that brought the syscall or a value anew, by its number among the \
        recordings. <b>Cost</b>: instructions that a call executes; 0 where the kernel decides from its bitmap.</p>
        <div class="scroll">
        <table id="syscalls" class="wide" aria-labelledby="table" aria-describedby="about">
        <thead><tr><th scope="col">Syscall</th><th scope="col">Verdict</th><th scope="col">Risk</th>\
        <th scope="col" class="num" aria-sort="descending">Events</th><th scope="col" class="num">Runs</th>\
        <th scope="col" class="num">New</th><th scope="col" class="num">Cost</th><th scope="col">Rule</th></tr></thead>
        <tbody>
        """);
    HtmlSyscalls table = new HtmlSyscalls(html, report);
    report.coverage().syscalls().forEach(table::row);
    html.raw("</tbody>\n</table>\n</div>\n");
  }

  private void row(SyscallCoverage row) {
    html.open("tr", "data-verdict", row.verdict().label());
    html.open("th", "scope", "row").element("code", row.name());
    if (!oneArch) {
      html.raw(" ").element("small", row.arch().label());
    }
    html.raw("</th><td>").raw(chip(row.verdict())).raw("</td>");
    risk(row);
    html.open("td", "class", "num", "data-v", Long.toString(row.events()));
    html.prose((row.sampled() ? "≥ " : "") + Figures.count(row.events())).raw("<br><small>");
    html.prose(Figures.percent(row.share())).raw("</small> ").raw(bar(row.share())).raw("</td>");
    html.open("td", "class", "num", "data-v", "" + row.runs());
    html.prose(Figures.count(row.runs())).raw("</td>");
    OptionalInt last = report.novelty().of(row);
    html.open("td", "class", "num", "data-v", "" + last.orElse(0));
    html.prose(last.isPresent() ? Figures.count(last.getAsInt()) : "–").raw("</td>");
    cost(row);
    html.raw("<td class=\"rule\">");
    rule(row);
    html.raw("</td></tr>\n");
  }

  static String chip(Verdict verdict) {
    String mark =
        switch (verdict) {
          case ALLOWED -> "✓";
          case CONSTRAINED -> "◆";
          case DENIED -> "✗";
          case BEFORE_FILTER -> "–";
        };
    return "<span class=\"chip %s\"><span aria-hidden=\"true\">%s</span> %s</span>"
        .formatted(styleClass(verdict), mark, verdict.label());
  }

  private static String styleClass(Verdict verdict) {
    return switch (verdict) {
      case ALLOWED -> "allowed";
      case CONSTRAINED -> "constrained";
      case DENIED -> "denied";
      case BEFORE_FILTER -> "neutral";
    };
  }

  private List<OpenRisk> risks(SyscallCoverage row) {
    return report.exposure().map(e -> e.of(row.arch(), row.number())).orElse(List.of());
  }

  /** Sorted by how bad it is, then by how much of it. */
  private void risk(SyscallCoverage row) {
    List<OpenRisk> risks = risks(row);
    RiskLevel level =
        report.exposure().map(e -> e.level(row.arch(), row.number())).orElse(RiskLevel.LOW);
    int worst =
        switch (level) {
          case HIGH -> 1000;
          case MEDIUM -> 500;
          case LOW -> 0;
        };
    html.open("td", "data-v", "" + (worst + risks.size()));
    if (level == RiskLevel.LOW) {
      html.raw("<span class=\"quiet\">–</span>");
    } else {
      html.open("span", "class", "risk " + level.label(), "title", titles(risks));
      html.prose(level.label()).close("span");
    }
    html.raw("</td>");
  }

  private static String titles(List<OpenRisk> risks) {
    return String.join("; ", risks.stream().map(r -> r.risk().title()).distinct().toList());
  }

  private void cost(SyscallCoverage row) {
    Optional<ProgramFacts.Cost> cost = report.program().flatMap(p -> p.costOf(row));
    double instructions = cost.map(ProgramFacts.Cost::instructions).orElse(0.0);
    html.open("td", "class", "num", "data-v", Double.toString(instructions));
    html.prose(cost.map(c -> c.cached() ? "0" : Figures.decimal(c.instructions())).orElse("–"));
    html.raw(cost.map(c -> c.cached() ? "<br><small>cached</small>" : "").orElse(""));
    html.raw("</td>");
  }

  private static String bar(double share) {
    return "<svg class=\"bar\" width=\"%1$d\" height=\"5\" aria-hidden=\"true\"><rect class=\"track\" width=\"%1$d\" height=\"5\"/><rect width=\"%2$s\" height=\"5\"/></svg>"
        .formatted(BAR, Figures.decimal(Math.min(1, share) * BAR));
  }

  private void rule(SyscallCoverage row) {
    Optional<Explanation> explanation = report.insights().of(row);
    List<OpenRisk> risks = risks(row);
    if (!HtmlBehind.tells(row, explanation, risks)) {
      rules(row);
      return;
    }
    html.raw("<details><summary>");
    rules(row);
    html.raw("</summary>");
    new HtmlBehind(html).write(row, explanation, risks);
    html.raw("</details>");
  }

  private void rules(SyscallCoverage row) {
    if (row.rules().isEmpty()) {
      html.raw("<span class=\"quiet\">no rule: the default</span>");
    }
    for (int i = 0; i < row.rules().size(); i++) {
      html.raw(i == 0 ? "" : "<br>");
      HtmlExpression.write(html, row.rules().get(i));
    }
  }
}

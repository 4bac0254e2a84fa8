package dev.winnow.reports;

import java.util.List;
import java.util.Optional;

/** The table of syscalls, with the values seen behind each rule. */
final class HtmlSyscalls {
  /**
   * Values shown per argument, those outside first. More make the page of a large program heavy:
   * 400 syscalls of six arguments stay below a megabyte. The JSON has all.
   */
  private static final int VALUES = 16;

  private static final double BAR = 64;

  private final Html html;
  private final boolean oneArch;

  private HtmlSyscalls(Html html, boolean oneArch) {
    this.html = html;
    this.oneArch = oneArch;
  }

  static void write(Html html, Coverage coverage) {
    List<SyscallCoverage> rows = coverage.syscalls();
    boolean oneArch = rows.stream().map(SyscallCoverage::arch).distinct().count() <= 1;
    html.raw(
        """
        <div class="tools" hidden>
        <label>Search <input type="search" id="search" autocomplete="off"></label>
        <button type="button" id="expand">Expand all</button>
        <span id="matches" role="status"></span>
        </div>
        <p id="about" class="quiet">Every syscall that was seen, what the policy says of it, and behind each rule the \
        values that were seen. The rule 1 allows a call whatever its arguments are.</p>
        <div class="scroll">
        <table id="syscalls" class="wide" aria-labelledby="table" aria-describedby="about">
        <thead><tr><th scope="col">Syscall</th><th scope="col">Verdict</th>\
        <th scope="col" class="num">Events</th><th scope="col" class="num">Share</th>\
        <th scope="col" class="num">Runs</th><th scope="col">Rule</th></tr></thead>
        <tbody>
        """);
    HtmlSyscalls table = new HtmlSyscalls(html, oneArch);
    rows.forEach(table::row);
    html.raw("</tbody>\n</table>\n</div>\n");
  }

  private void row(SyscallCoverage row) {
    html.raw("<tr>");
    html.open("th", "scope", "row").element("code", row.name());
    if (!oneArch) {
      html.raw(" ").element("small", row.arch().label());
    }
    html.close("th");
    html.open("td").raw(chip(row.verdict())).close("td");
    String events = (row.sampled() ? "≥ " : "") + Figures.count(row.events());
    html.element("td", events, "class", "num", "data-v", Long.toString(row.events()));
    html.open("td", "class", "num", "data-v", Double.toString(row.share()));
    html.text(Figures.percent(row.share())).raw(" ").raw(bar(row.share())).close("td");
    html.element("td", Figures.count(row.runs()), "class", "num", "data-v", "" + row.runs());
    html.open("td", "class", "rule");
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

  private static String bar(double share) {
    return "<svg class=\"bar\" width=\"%1$d\" height=\"7\" aria-hidden=\"true\"><rect class=\"track\" width=\"%1$d\" height=\"7\"/><rect width=\"%2$s\" height=\"7\"/></svg>"
        .formatted((int) BAR, Figures.decimal(Math.min(1, share) * BAR));
  }

  private void rule(SyscallCoverage row) {
    List<ArgumentCoverage> arguments =
        row.arguments().stream().filter(HtmlSyscalls::tells).toList();
    boolean fallsShort = row.allowed().least() < row.filtered();
    if (arguments.isEmpty() && !fallsShort) {
      rules(row);
      return;
    }
    html.raw("<details><summary>");
    rules(row);
    html.raw("</summary><div class=\"behind\">");
    if (fallsShort) {
      html.sentence(
          "p",
          "%s of %s allowed%s."
              .formatted(
                  Figures.percent(row.allowed(), row.filtered()),
                  Figures.count(row.filtered(), "event"),
                  row.allowed().exact()
                      ? ""
                      : "; the evidence does not keep which values came together"));
    }
    arguments.forEach(this::argument);
    html.raw("</div></details>");
  }

  private void rules(SyscallCoverage row) {
    if (row.rules().isEmpty()) {
      html.raw("<span class=\"quiet\">no rule: the default</span>");
    }
    for (int i = 0; i < row.rules().size(); i++) {
      html.raw(i == 0 ? "" : "<br>").sentence("code", row.rules().get(i));
    }
  }

  private static boolean tells(ArgumentCoverage argument) {
    return !argument.values().isEmpty()
        || argument.beyond().isPresent()
        || argument.undecoded() > 0;
  }

  private void argument(ArgumentCoverage argument) {
    html.raw("<div class=\"arg\"><p>").element("b", argument.name());
    html.sentence("span", " " + describe(argument), "class", "quiet");
    html.raw("</p><ul class=\"values\">");
    List<ValueCoverage> first =
        argument.values().stream()
            .sorted((a, b) -> Boolean.compare(b.outside(), a.outside()))
            .limit(VALUES)
            .toList();
    for (ValueCoverage value : first) {
      html.raw(value.outside() ? "<li class=\"outside\"><span title=\"denied\">✗</span> " : "<li>");
      html.sentence("code", value.text()).prose(" ×" + Figures.count(value.events()));
      html.raw("</li>");
    }
    int rest = argument.values().size() - first.size();
    if (rest > 0) {
      html.sentence("li", "and " + Figures.count(rest, "other"), "class", "quiet");
    }
    html.raw("</ul></div>");
  }

  private static String describe(ArgumentCoverage argument) {
    StringBuilder words = new StringBuilder(argument.constrained() ? "looked at" : "free");
    int values = argument.values().size();
    if (argument.beyond().isPresent()) {
      ArgumentCoverage.Beyond beyond = argument.beyond().get();
      words.append(
          "; more than %d values, %s to %s%s"
              .formatted(beyond.cap(), beyond.least(), beyond.most(), covered(beyond.covered())));
    } else {
      words.append("; ").append(Figures.count(values, "value"));
    }
    if (argument.outside() > 0) {
      words
          .append(", ")
          .append(argument.outside())
          .append(" denied; allowed in ")
          .append(Figures.percent(argument.share()))
          .append(" of events");
    }
    if (argument.undecoded() > 0) {
      words.append("; not decoded in ").append(Figures.count(argument.undecoded(), "event"));
    }
    if (argument.hidden() > 0) {
      words.append("; not shown in ").append(Figures.count(argument.hidden(), "event"));
    }
    return words.toString();
  }

  private static String covered(Optional<Boolean> covered) {
    return covered.map(all -> all ? ", all allowed" : ", none allowed").orElse("");
  }
}

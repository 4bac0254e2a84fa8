package dev.winnow.reports;

import dev.winnow.learner.Candidate;
import dev.winnow.learner.Explanation;
import dev.winnow.reports.risk.OpenRisk;
import java.util.List;
import java.util.Optional;

/** What is behind a row of the table: its risks, the values seen, and why the rule is as it is. */
final class HtmlBehind {
  /**
   * Values shown per argument, those outside first. More make the page of a large program heavy:
   * 400 syscalls of six arguments stay below two megabytes. The JSON has all.
   */
  private static final int VALUES = 12;

  private static final int CANDIDATES = 12;
  private static final int LONGEST = 120;

  private final Html html;

  HtmlBehind(Html html) {
    this.html = html;
  }

  /** Whether there is anything to say. */
  static boolean tells(
      SyscallCoverage row, Optional<Explanation> explanation, List<OpenRisk> risks) {
    return row.arguments().stream().anyMatch(HtmlBehind::tells)
        || row.allowed().least() < row.filtered()
        || explanation.map(e -> !e.candidates().isEmpty()).orElse(false)
        || !risks.isEmpty();
  }

  private static boolean tells(ArgumentCoverage argument) {
    return !argument.values().isEmpty()
        || argument.beyond().isPresent()
        || argument.undecoded() > 0;
  }

  void write(SyscallCoverage row, Optional<Explanation> explanation, List<OpenRisk> risks) {
    html.raw("<div class=\"behind\">");
    if (row.allowed().least() < row.filtered()) {
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
    for (OpenRisk risk : risks) {
      html.raw("<p>").sentence("b", risk.risk().level().label() + " risk").prose(": ");
      html.prose(risk.risk().sentence() + ", open by ").sentence("code", risk.text());
      html.raw("</p>");
    }
    row.arguments().stream().filter(HtmlBehind::tells).forEach(this::argument);
    explanation.filter(e -> !e.candidates().isEmpty()).ifPresent(this::candidates);
    html.raw("</div>");
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
      html.sentence("code", value.text());
      html.prose(" ×" + Figures.count(value.events()));
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

  private void candidates(Explanation explanation) {
    html.raw(
        """
        <table class="why"><thead><tr><th scope="col">Possible constraint</th><th scope="col">Level</th>\
        <th scope="col" class="num">Denies</th><th scope="col" class="num">Risk</th>\
        <th scope="col" class="num">Gain</th></tr></thead><tbody>\
        """);
    explanation.candidates().stream()
        .limit(CANDIDATES)
        .forEach(candidate -> candidate(candidate, explanation.chosen().contains(candidate)));
    html.raw("</tbody></table>");
    html.sentence("p", "Why: " + explanation.reason() + ".", "class", "quiet");
  }

  private void candidate(Candidate candidate, boolean chosen) {
    html.raw(chosen ? "<tr class=\"chosen\"><td>" : "<tr><td>");
    html.raw(chosen ? "<span title=\"in the policy\">✓</span> " : "");
    String text = candidate.split() ? "split by " + candidate.name().argument() : candidate.text();
    HtmlExpression.write(
        html, text.length() > LONGEST ? text.substring(0, LONGEST - 1) + "…" : text);
    html.raw("</td>").sentence("td", candidate.split() ? "split" : candidate.level().label());
    html.raw("<td class=\"num\">").prose(candidate.novel() + " of " + candidate.using());
    html.raw("</td><td class=\"num\">").prose(Figures.percent(candidate.risk()));
    html.raw("</td><td class=\"num\">").prose(Figures.decimal(candidate.gain()));
    html.raw("</td></tr>");
  }
}

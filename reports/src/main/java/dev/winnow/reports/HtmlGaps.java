package dev.winnow.reports;

import java.util.List;
import java.util.Map;

/** What of the recordings was not understood, in full. */
final class HtmlGaps {
  private HtmlGaps() {}

  static void write(Html html, Completeness completeness) {
    counts(html, "Lines ignored, by reason", completeness.lines().ignored());
    counts(html, "Unknown constants, with their events", completeness.unknown());
    gaps(html, "Arguments shown but not decoded", completeness.undecoded());
    gaps(html, "Arguments that the source does not show", completeness.hidden());
    if (!completeness.failures().isEmpty()) {
      html.sentence("h3", "Lines not understood").raw("\n<ul>");
      completeness
          .failures()
          .forEach(failure -> html.raw("<li>").element("code", failure).raw("</li>\n"));
      html.raw("</ul>\n");
    }
  }

  private static void counts(Html html, String title, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    html.sentence("h3", title).raw("\n<ul class=\"values\">");
    counts.forEach((name, count) -> {
      html.raw("<li>").element("code", name);
      html.prose(" ×" + Figures.count(count)).raw("</li>\n");
    });
    html.raw("</ul>\n");
  }

  private static void gaps(Html html, String title, List<Completeness.Gap> gaps) {
    if (gaps.isEmpty()) {
      return;
    }
    html.sentence("h3", title).raw("\n<ul class=\"values\">");
    for (Completeness.Gap gap : gaps) {
      html.raw("<li>").element("code", gap.syscall() + " " + gap.argument());
      if (!gap.text().isEmpty()) {
        html.raw(" ").element("q", gap.text());
      }
      html.prose(" ×" + Figures.count(gap.events())).raw("</li>\n");
    }
    html.raw("</ul>\n");
  }
}

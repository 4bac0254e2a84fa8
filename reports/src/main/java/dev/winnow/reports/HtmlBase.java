package dev.winnow.reports;

import dev.winnow.policy.Change;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The policy beside another one. */
final class HtmlBase {
  private static final int MOST = 60;

  private HtmlBase() {}

  static void write(Html html, Base base) {
    Coverage.Totals totals = base.coverage().totals();
    List<SyscallCoverage> denied = base.wouldHaveDenied();
    html.raw("<p>").element("b", base.name());
    html.prose(
        totals.complete()
            ? " allows every recorded event as well."
            : " would have denied %s of %s."
                .formatted(
                    Figures.count(totals.allowed().outOf(totals.events())),
                    Figures.count(totals.events(), "recorded event")));
    html.raw("</p>\n");
    if (!denied.isEmpty()) {
      html.sentence("h3", "It would have denied").raw("\n<ul class=\"values\">");
      for (SyscallCoverage row : denied) {
        html.raw("<li>").element("code", row.name());
        html.prose(" ×" + Figures.count(row.allowed().outOf(row.filtered()))).raw("</li>\n");
      }
      html.raw("</ul>\n");
    }
    changes(
        html,
        "It allows beyond this policy",
        base.allowsBeyond(),
        change -> Objects.requireNonNull(change.narrower()));
    changes(
        html,
        "This policy allows beyond it",
        base.deniesBeyond(),
        change -> Objects.requireNonNull(change.wider()));
  }

  private static void changes(
      Html html, String title, List<Change> changes, Function<Change, Change.Sample> side) {
    html.sentence("h3", title).line();
    if (changes.isEmpty()) {
      html.raw("<p>Nothing.</p>\n");
      return;
    }
    html.sentence("p", Figures.count(changes.size(), "syscall") + ", each by an event:");
    html.raw("\n<ul class=\"values\">");
    changes.stream()
        .limit(MOST)
        .forEach(change -> html.raw("<li>").element("code", text(change, side)).raw("</li>\n"));
    if (changes.size() > MOST) {
      html.raw("<li>").prose("and " + Figures.count(changes.size() - MOST, "other")).raw("</li>");
    }
    html.raw("</ul>\n");
  }

  private static String text(Change change, Function<Change, Change.Sample> side) {
    String text = side.apply(change).text();
    // A call with no argument that matters is its name.
    return text.indexOf('=') < 0 && change.label().startsWith("sys_")
        ? change.label().substring("sys_".length())
        : text;
  }
}

package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import dev.winnow.reports.risk.RiskLevel;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Syscalls, surface and risk by release; the table below has the numbers. */
final class HistoryCharts {
  private HistoryCharts() {}

  static List<Chart> of(History history) {
    if (history.releases().size() < 2) {
      return List.of(
          Charts.refused(
              "history", "Releases", "One release: there is nothing to compare it with."));
    }
    return List.of(syscalls(history), surface(history), exposure(history), risk(history));
  }

  private static Chart syscalls(History history) {
    return chart(
        "history",
        "Syscalls by release",
        "How many syscalls each release was seen to make, from the oldest, and how many of them the"
            + " release before was not.",
        "syscalls",
        history,
        release -> {
          int added = release.added().size();
          int removed = release.removed().size();
          String note =
              release.syscalls()
                  + (added == 0 ? "" : ", " + added + " new")
                  + (removed == 0 ? "" : ", " + removed + " gone");
          return new Drawing.Bar(
              name(release),
              note,
              List.of(
                  new Drawing.Part(Tone.NEUTRAL, release.syscalls() - added),
                  new Drawing.Part(Tone.CONSTRAINED, added)));
        },
        new Drawing.Key("as before", Tone.NEUTRAL),
        new Drawing.Key("new in the release", Tone.CONSTRAINED));
  }

  private static Chart surface(History history) {
    return chart(
        "history-surface",
        "Surface by release",
        "The same syscalls, each weighed from 1 to 10 (execve) by what attackers do with it.",
        "weight",
        history,
        release ->
            new Drawing.Bar(
                name(release),
                Figures.count(release.weight()),
                List.of(new Drawing.Part(Tone.CONSTRAINED, release.weight()))),
        new Drawing.Key("surface by weight", Tone.CONSTRAINED));
  }

  private static Chart exposure(History history) {
    if (history.releases().stream().anyMatch(release -> release.exposure().isEmpty())) {
      return Charts.refused(
          "history-exposure",
          "Open risks by release",
          "The policy of a release is too entangled to be decided.");
    }
    return chart(
        "history-exposure",
        "Open risks by release",
        "What the policy learned from each release still leaves to an attacker, by level.",
        "risks",
        history,
        release ->
            new Drawing.Bar(
                name(release),
                risks(release),
                List.of(
                    new Drawing.Part(Tone.DENIED, release.risks(RiskLevel.HIGH)),
                    new Drawing.Part(Tone.CONSTRAINED, release.risks(RiskLevel.MEDIUM)))),
        new Drawing.Key("high", Tone.DENIED),
        new Drawing.Key("medium", Tone.CONSTRAINED));
  }

  /** {@code 2 high, 5 medium}; a dash if it is not known. */
  static String risks(History.Release release) {
    if (release.exposure().isEmpty()) {
      return "–";
    }
    List<String> levels =
        Stream.of(RiskLevel.HIGH, RiskLevel.MEDIUM)
            .filter(level -> release.risks(level) > 0)
            .map(level -> release.risks(level) + " " + level.label())
            .toList();
    return levels.isEmpty() ? "none" : String.join(", ", levels);
  }

  private static Chart risk(History history) {
    if (history.releases().stream().anyMatch(r -> r.risk().runs() < Charts.FEW_RUNS)) {
      return Charts.refused(
          "history-risk",
          "Next-run risk by release",
          "Some releases have fewer than %d runs, repeats of one scenario counted once: their estimates cannot be compared."
              .formatted(Charts.FEW_RUNS));
    }
    return chart(
        "history-risk",
        "Next-run risk by release",
        "The share of runs that a policy learned from the others would deny, and an approximate 95 % bound of it.",
        "% of runs",
        history,
        release -> {
          double estimate = 100 * release.risk().estimate();
          double upper = 100 * release.risk().approximateUpper();
          String note =
              Figures.percent(release.risk().estimate())
                  + ", up to "
                  + Figures.percentAtMost(release.risk().approximateUpper());
          return new Drawing.Bar(
              name(release),
              note,
              List.of(
                  new Drawing.Part(Tone.CONSTRAINED, estimate),
                  new Drawing.Part(Tone.NEUTRAL, Math.max(0, upper - estimate))));
        },
        new Drawing.Key("estimate", Tone.CONSTRAINED),
        new Drawing.Key("approximate upper bound", Tone.NEUTRAL));
  }

  private static Chart chart(
      String name,
      String title,
      String caption,
      String axis,
      History history,
      Function<History.Release, Drawing.Bar> bar,
      Drawing.Key... legend) {
    List<Drawing.Bar> bars = history.releases().stream().map(bar).toList();
    Drawing drawing = new Drawing.Bars(axis, false, bars, List.of(legend));
    return new Chart(name, title, caption, drawing, Numbers.NONE);
  }

  private static String name(History.Release release) {
    return TraceText.visible(release.name());
  }
}

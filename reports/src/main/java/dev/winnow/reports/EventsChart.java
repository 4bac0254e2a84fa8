package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** Syscalls by frequency, in the colour of their verdict, with the share that they make up. */
final class EventsChart {
  /** Bars for single syscalls. More do not fit a screen. */
  private static final int MOST = 24;

  /** From this ratio of counts on, a linear scale gives the smaller bar less than three pixels. */
  private static final double LINEAR_RATIO = 200;

  private EventsChart() {}

  static Chart of(Coverage coverage) {
    List<SyscallCoverage> rows = coverage.syscalls();
    if (rows.isEmpty()) {
      return Charts.refused("frequency", "Events by syscall", "No event was recorded.");
    }
    boolean oneArch = rows.stream().map(SyscallCoverage::arch).distinct().count() <= 1;
    // One bar more is not worth a bar for the others.
    int shown = rows.size() <= MOST + 1 ? rows.size() : MOST;
    long all = rows.stream().mapToLong(SyscallCoverage::events).sum();
    List<Drawing.Bar> bars = new ArrayList<>();
    List<List<String>> numbers = new ArrayList<>();
    EnumSet<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    long sum = 0;
    for (int i = 0; i < rows.size(); i++) {
      SyscallCoverage row = rows.get(i);
      sum += row.events();
      String together = Figures.percent(Figures.share(sum, all));
      String name = oneArch ? row.name() : row.name() + " (" + row.arch() + ")";
      numbers.add(
          List.of(
              name,
              row.verdict().label(),
              Figures.count(row.events()),
              Figures.percent(row.share()),
              together));
      if (i < shown) {
        verdicts.add(row.verdict());
        String note = Figures.count(row.events()) + "  Σ " + together;
        bars.add(bar(name, note, tone(Optional.of(row.verdict())), row.events()));
      }
    }
    if (shown < rows.size()) {
      bars.add(others(rows.subList(shown, rows.size())));
    }
    double most = bars.stream().mapToDouble(Drawing.Bar::length).max().orElse(1);
    double least = bars.stream().mapToDouble(Drawing.Bar::length).min().orElse(1);
    boolean logarithmic = least > 0 && most / least >= LINEAR_RATIO;
    List<Drawing.Key> legend =
        verdicts.stream().map(v -> new Drawing.Key(v.label(), tone(Optional.of(v)))).toList();
    return new Chart(
        "frequency",
        "Events by syscall",
        "Which syscalls the program makes most, and what the policy says of them; Σ is the share of all events down to that bar.",
        new Drawing.Bars("events", logarithmic, bars, legend),
        new Numbers(List.of("Syscall", "Verdict", "Events", "Share", "Together"), numbers));
  }

  private static Drawing.Bar bar(String label, String note, Tone tone, long events) {
    return new Drawing.Bar(label, note, List.of(new Drawing.Part(tone, (double) events)));
  }

  private static Drawing.Bar others(List<SyscallCoverage> rows) {
    long events = rows.stream().mapToLong(SyscallCoverage::events).sum();
    long denied = rows.stream().filter(row -> row.verdict() == Verdict.DENIED).count();
    String label = rows.size() + " others" + (denied == 0 ? "" : ", " + denied + " denied");
    return bar(label, Figures.count(events), Tone.NEUTRAL, events);
  }

  static Tone tone(Optional<Verdict> verdict) {
    if (verdict.isEmpty()) {
      return Tone.NEUTRAL;
    }
    return switch (verdict.get()) {
      case ALLOWED -> Tone.ALLOWED;
      case CONSTRAINED -> Tone.CONSTRAINED;
      case DENIED -> Tone.DENIED;
      case BEFORE_FILTER -> Tone.NEUTRAL;
    };
  }
}

package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the program costs per syscall. */
final class CostChart {
  private static final int MOST = 24;

  /** A syscall that runs the program. */
  private record Row(SyscallCoverage syscall, double instructions) {
    double all() {
      return instructions * syscall.events();
    }
  }

  private CostChart() {}

  static Chart of(ProgramFacts facts, Coverage coverage) {
    List<Row> rows = new ArrayList<>();
    List<List<String>> numbers = new ArrayList<>();
    for (SyscallCoverage syscall : coverage.syscalls()) {
      facts
          .costOf(syscall)
          .ifPresent(cost -> {
            if (!cost.cached()) {
              rows.add(new Row(syscall, cost.instructions()));
            }
            numbers.add(
                List.of(
                    syscall.name(),
                    cost.cached() ? "from the bitmap" : "by the program",
                    Figures.decimal(cost.instructions()),
                    Figures.count(syscall.events())));
          });
    }
    if (rows.isEmpty()) {
      return Charts.refused(
          "cost",
          "What the filter costs",
          "Nothing: the kernel decides every recorded call itself.");
    }
    double all = rows.stream().mapToDouble(Row::all).sum();
    rows.sort(Comparator.comparingDouble(Row::all).reversed());
    List<Drawing.Bar> bars =
        rows.stream()
            .limit(MOST)
            .map(row ->
                new Drawing.Bar(
                    row.syscall().name(),
                    Figures.decimal(row.instructions())
                        + "  "
                        + Figures.percent(all == 0 ? 0 : row.all() / all),
                    List.of(new Drawing.Part(Tone.CONSTRAINED, row.instructions()))))
            .toList();
    String caption =
        "Instructions that a call executes on average, for the syscalls that the kernel cannot decide by itself, and the share that they make up of all that is executed; the most expensive together on top. For %s of events the program does not run."
            .formatted(Figures.percent(facts.bitmapShare()));
    return new Chart(
        "cost",
        "What the filter costs",
        caption,
        new Drawing.Bars(
            "instructions per call",
            false,
            bars,
            List.of(new Drawing.Key("run by the program", Tone.CONSTRAINED))),
        new Numbers(List.of("Syscall", "Decided", "Instructions", "Events"), numbers));
  }
}

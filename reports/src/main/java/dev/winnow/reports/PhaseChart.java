package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import dev.winnow.reports.charts.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What of a program's calls ends with its start. */
final class PhaseChart {
  private PhaseChart() {}

  static Chart of(Optional<PhaseCoverage> phase) {
    if (phase.isEmpty()) {
      return Charts.refused(
          "phases",
          "Phases",
          "No phase is worth a filter of its own: no run serves or waits for work (listen, accept, epoll_wait …), or what follows needs hardly less than the start.");
    }
    PhaseCoverage found = phase.get();
    List<Drawing.Bar> bars = new ArrayList<>();
    List<List<String>> numbers = new ArrayList<>();
    for (String subsystem : Subsystems.all()) {
      List<String> before = of(subsystem, found.before());
      List<String> after = of(subsystem, found.after());
      if (before.isEmpty() && after.isEmpty()) {
        continue;
      }
      bars.add(
          new Drawing.Bar(
              subsystem,
              after.size() + " of " + (before.size() + after.size()),
              List.of(
                  new Drawing.Part(Tone.CONSTRAINED, after.size()),
                  new Drawing.Part(Tone.NEUTRAL, before.size()))));
      numbers.add(List.of(subsystem, names(before), names(after)));
    }
    bars.sort(Comparator.comparingDouble(Drawing.Bar::length).reversed());
    return new Chart(
        "phases",
        "Before and after the first " + found.marker(),
        found.sentence()
            + " Evidence keeps which calls a process made after its first "
            + found.marker()
            + ", and no times.",
        new Drawing.Bars(
            "syscalls",
            false,
            bars,
            List.of(
                new Drawing.Key("still made after it", Tone.CONSTRAINED),
                new Drawing.Key("only before it", Tone.NEUTRAL))),
        new Numbers(List.of("Part of the kernel", "Only before", "Still after"), numbers));
  }

  private static List<String> of(String subsystem, List<String> syscalls) {
    return syscalls.stream().filter(name -> Subsystems.of(name).equals(subsystem)).toList();
  }

  private static String names(List<String> syscalls) {
    return syscalls.isEmpty() ? "–" : String.join(", ", syscalls);
  }
}

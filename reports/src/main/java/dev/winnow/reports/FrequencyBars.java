package dev.winnow.reports;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the chart of frequencies shows: the most frequent syscalls, and all the others as one bar.
 *
 * @param bars from the most frequent; the others last
 * @param logarithmic whether the counts differ so much that small ones would vanish
 */
record FrequencyBars(List<Bar> bars, boolean logarithmic) {
  /** Bars for single syscalls. More do not fit a screen. */
  static final int MOST = 30;

  /** From this ratio of counts on, a linear scale gives the smaller bar less than three pixels. */
  private static final long LINEAR_RATIO = 200;

  /** One bar; others have no verdict. */
  record Bar(String label, long events, Optional<Verdict> verdict) {}

  static FrequencyBars of(Coverage coverage) {
    List<SyscallCoverage> rows = coverage.syscalls();
    int shown = rows.size() <= MOST + 1 ? rows.size() : MOST;
    boolean oneArch = rows.stream().map(SyscallCoverage::arch).distinct().count() <= 1;
    List<Bar> bars = new ArrayList<>();
    for (SyscallCoverage row : rows.subList(0, shown)) {
      String name = oneArch ? row.name() : row.name() + " (" + row.arch() + ")";
      bars.add(new Bar(name, row.events(), Optional.of(row.verdict())));
    }
    if (shown < rows.size()) {
      bars.add(others(rows.subList(shown, rows.size())));
    }
    long most = bars.stream().mapToLong(Bar::events).max().orElse(0);
    long least = bars.stream().mapToLong(Bar::events).min().orElse(0);
    return new FrequencyBars(bars, least > 0 && most / least >= LINEAR_RATIO);
  }

  private static Bar others(List<SyscallCoverage> rows) {
    long events = rows.stream().mapToLong(SyscallCoverage::events).sum();
    long denied = rows.stream().filter(row -> row.verdict() == Verdict.DENIED).count();
    String label = rows.size() + " others" + (denied == 0 ? "" : ", " + denied + " denied");
    return new Bar(label, events, Optional.empty());
  }

  /** The verdicts that occur, for the legend. */
  Set<Verdict> verdicts() {
    EnumSet<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
    bars.forEach(bar -> bar.verdict().ifPresent(verdicts::add));
    return verdicts;
  }
}

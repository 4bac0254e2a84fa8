package dev.winnow.traces;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of every line of a trace: {@code lines == parsed + joined + sum(ignored) + failed}.
 *
 * @param lines lines (or records) in the input
 * @param parsed lines that are, or complete, an event
 * @param joined lines that were joined to one that completes an event
 * @param ignored lines left out, by the reason
 * @param failed lines that should have been understood and were not
 * @param failures the first {@value #KEPT_FAILURES} failed lines, as {@code line N: reason: text}
 */
public record LineAccount(
    long lines,
    long parsed,
    long joined,
    SortedMap<String, Long> ignored,
    long failed,
    List<String> failures) {
  /** How many failed lines are kept in full; all are counted. */
  public static final int KEPT_FAILURES = 20;

  public static final LineAccount NONE =
      new LineAccount(0, 0, 0, Collections.emptySortedMap(), 0, List.of());

  public LineAccount {
    ignored = Frozen.copyOf(ignored);
    failures = List.copyOf(failures);
    long sum = parsed + joined + failed;
    for (long count : ignored.values()) {
      sum += count;
    }
    if (sum != lines) {
      throw new IllegalArgumentException(
          "parsed %d + joined %d + ignored %s + failed %d is not %d lines"
              .formatted(parsed, joined, ignored, failed, lines));
    }
  }

  /** Lines ignored for any reason. */
  public long ignoredTotal() {
    long sum = 0;
    for (long count : ignored.values()) {
      sum += count;
    }
    return sum;
  }

  /** The account of two inputs together. */
  public LineAccount plus(LineAccount other) {
    SortedMap<String, Long> sum = new TreeMap<>(ignored);
    other.ignored.forEach((reason, count) -> sum.merge(reason, count, Long::sum));
    List<String> kept = new java.util.ArrayList<>(failures);
    kept.addAll(other.failures);
    return new LineAccount(
        lines + other.lines,
        parsed + other.parsed,
        joined + other.joined,
        sum,
        failed + other.failed,
        kept.subList(0, Math.min(kept.size(), KEPT_FAILURES)));
  }
}

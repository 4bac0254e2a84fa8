package dev.winnow.recorder;

import dev.winnow.traces.LineAccount;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts what becomes of each line while a trace is read; {@link #account()} must then balance. */
final class LineTally {
  private final Map<Ignored, long[]> ignored = new EnumMap<>(Ignored.class);
  private final List<String> failures = new ArrayList<>();
  private long lines;
  private long parsed;
  private long joined;
  private long failed;

  /** Counts one more line and returns its number, from 1. */
  long nextLine() {
    return ++lines;
  }

  void parsed() {
    parsed++;
  }

  void joined(long count) {
    joined += count;
  }

  void ignored(Ignored reason) {
    ignored.computeIfAbsent(reason, r -> new long[1])[0]++;
  }

  /** Line {@code number}, which is {@code b[from, to)}, was not understood. */
  void failed(long number, String reason, byte[] b, int from, int to) {
    failed++;
    if (failures.size() < LineAccount.KEPT_FAILURES) {
      failures.add("line " + number + ": " + reason + ": " + Excerpt.of(b, from, to));
    }
  }

  /** Whether any line can only be strace's: a call, a signal or the end of a thread. */
  boolean recognised() {
    return parsed + joined > 0
        || ignored.containsKey(Ignored.SIGNAL)
        || ignored.containsKey(Ignored.EXIT);
  }

  LineAccount account() {
    SortedMap<String, Long> reasons = new TreeMap<>();
    ignored.forEach((reason, count) -> reasons.put(reason.reason, count[0]));
    return new LineAccount(lines, parsed, joined, reasons, failed, failures);
  }
}

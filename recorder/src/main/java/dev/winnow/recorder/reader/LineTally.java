package dev.winnow.recorder.reader;

import dev.winnow.traces.LineAccount;
import dev.winnow.traces.Loss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts what becomes of each line or record while a trace is read, and what the source says is
 * missing. {@link #account()} must balance when the trace is read.
 */
public final class LineTally {
  private final Map<String, long[]> ignored = new HashMap<>();
  private final SortedMap<String, Long> lost = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();
  private long lines;
  private long parsed;
  private long joined;
  private long failed;

  /** Counts one more line and returns its number, from 1. */
  public long nextLine() {
    return ++lines;
  }

  /** The number of the last line that was counted. */
  public long line() {
    return lines;
  }

  /** Counts {@code count} more lines. */
  public void lines(int count) {
    lines += count;
  }

  /** A line is, or completes, an event. */
  public void parsed() {
    parsed++;
  }

  /** Lines were joined to one that completes an event. */
  public void joined(long count) {
    joined += count;
  }

  /** A line is left out; {@code reason} stands in accounts and reports. */
  public void ignored(String reason) {
    ignored.computeIfAbsent(reason, r -> new long[1])[0]++;
  }

  /** Line {@code number}, which is {@code b[from, to)}, was not understood. */
  public void failed(long number, String reason, byte[] b, int from, int to) {
    failed++;
    if (failures.size() < LineAccount.KEPT_FAILURES) {
      failures.add("line " + number + ": " + reason + ": " + Excerpt.of(b, from, to));
    }
  }

  /** The source lacks {@code count} of something; 0 counts nothing. */
  public void lost(Loss loss, long count) {
    if (count > 0) {
      lost.merge(loss.label(), count, Long::sum);
    }
  }

  /** Lines that are events or parts of them. */
  public long understood() {
    return parsed + joined;
  }

  /** Lines left out for {@code reason}. */
  public long ignoredFor(String reason) {
    long[] count = ignored.get(reason);
    return count == null ? 0 : count[0];
  }

  /** What became of every line so far. */
  public LineAccount account() {
    SortedMap<String, Long> reasons = new TreeMap<>();
    ignored.forEach((reason, count) -> reasons.put(reason, count[0]));
    return new LineAccount(lines, parsed, joined, reasons, failed, failures);
  }

  /** What the source says is missing, by {@link Loss#label()}. */
  public SortedMap<String, Long> lost() {
    return new TreeMap<>(lost);
  }
}

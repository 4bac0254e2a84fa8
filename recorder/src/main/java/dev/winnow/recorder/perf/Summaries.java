package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.TraceSummary;
import java.util.TreeMap;

/** The summary of a source that shows registers, where no constant can be unknown. */
final class Summaries {
  private Summaries() {}

  static TraceSummary of(LineTally tally, Calls calls, boolean truncated) {
    return new TraceSummary(
        tally.account(),
        calls.events,
        calls.neverReturned,
        calls.withoutBeginning,
        truncated,
        tally.lost(),
        new TreeMap<>(),
        new TreeMap<>());
  }
}

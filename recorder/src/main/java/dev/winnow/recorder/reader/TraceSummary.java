package dev.winnow.recorder.reader;

import dev.winnow.traces.LineAccount;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was understood of a trace and what was not.
 *
 * @param lines what became of every line
 * @param events calls that were delivered
 * @param neverReturned those of them whose end is not in the trace
 * @param withoutBeginning those of them whose arguments are not in the trace
 * @param truncated whether the trace ends within a line, so that something is missing
 * @param lost what the source says is missing, by {@link dev.winnow.traces.Loss#label()}
 * @param unknownConstants symbolic constants that are in no table, and how often they stood there
 * @param undecoded arguments that were shown and not decoded, by {@code syscall.argument}
 */
public record TraceSummary(
    LineAccount lines,
    long events,
    long neverReturned,
    long withoutBeginning,
    boolean truncated,
    SortedMap<String, Long> lost,
    SortedMap<String, Long> unknownConstants,
    SortedMap<String, Long> undecoded) {
  public TraceSummary {
    lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
    unknownConstants = Collections.unmodifiableSortedMap(new TreeMap<>(unknownConstants));
    undecoded = Collections.unmodifiableSortedMap(new TreeMap<>(undecoded));
  }
}

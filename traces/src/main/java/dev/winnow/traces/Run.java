package dev.winnow.traces;

import java.util.SortedMap;

/**
 * One execution of the program, the unit of all statistics, and how completely it was read.
 *
 * @param id SHA-256 of its trace in hex; host, boot and start time are mixed in when recorded live
 * @param label where it came from, for people: a file name or a command
 * @param format the source format, such as {@code strace}
 * @param command the recorded command, or ""
 * @param group the scenario it belongs to, or ""
 * @param lines what became of every line
 * @param events events read
 * @param lost what the recording lacks although its source was there, by {@link Loss#label()}
 * @param truncated whether the trace begins or ends in the middle of something
 * @param highWords whether the source shows the upper half of registers that hold an int
 * @param unknown symbolic constants that could not be decoded, with their events
 */
public record Run(
    String id,
    String label,
    String format,
    String command,
    String group,
    LineAccount lines,
    long events,
    SortedMap<String, Long> lost,
    boolean truncated,
    boolean highWords,
    SortedMap<String, Long> unknown) {
  public Run {
    lost = Frozen.copyOf(lost);
    unknown = Frozen.copyOf(unknown);
  }

  /**
   * Whether anything in this run was lost, cut or not understood, as far as a run knows: arguments
   * that were not decoded are kept with their syscalls, see {@link Evidence#incomplete()}.
   */
  public boolean incomplete() {
    return truncated || !lost.isEmpty() || lines.failed() > 0 || !unknown.isEmpty();
  }

  /** The same run in a group, unless it is in one. */
  Run inGroup(String name) {
    return group.isEmpty()
        ? new Run(
            id, label, format, command, name, lines, events, lost, truncated, highWords, unknown)
        : this;
  }

  /** Everything that is lost, of whatever kind, added up. */
  public long lostTotal() {
    return lost.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * One run read twice is one run. Labels may differ (one trace under two names); then the larger
   * of the two records wins, by a total order, so that the choice does not depend on who came
   * first.
   */
  Run join(Run other) {
    return toString().compareTo(other.toString()) >= 0 ? this : other;
  }
}

package dev.winnow.reports.diff;

/**
 * One way in which the two sides differ on a syscall, with an event for it.
 *
 * @param event an event on which they differ, as people write it
 * @param before what the old side says of it
 * @param after what the new side says of it
 * @param when all such events, as an expression of the policy language; {@code 1} for all of the
 *     syscall's, "" if no expression says it
 */
public record Difference(String event, String before, String after, String when) {
  /** Whether every event of the syscall differs alike. */
  boolean whole() {
    return event.indexOf('=') < 0 && (when.equals("1") || when.isEmpty());
  }

  /** {@code before -> after}. */
  String verdicts() {
    return before + " -> " + after;
  }
}

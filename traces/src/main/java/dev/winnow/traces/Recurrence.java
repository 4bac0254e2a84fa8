package dev.winnow.traces;

import org.jspecify.annotations.Nullable;

/**
 * How often an event came again, where a sink keeps that instead of looking at it again: logs
 * repeat four of five calls to the byte. Counted apart for the few contexts that it came in last.
 * An event is the first of its own counts, since it is looked at anyway: one more object for each
 * of the thousands that recur is one more look into memory for each line.
 */
class Recurrence {
  /**
   * Contexts that are told apart at one time. With fewer, processes that take turns evict another.
   */
  private static final int WAYS = 4;

  private Role.@Nullable Context context;
  private long count;
  private @Nullable Recurrence other;

  /** Takes what was counted in a context. */
  interface Flush {
    void counted(Role.Context context, long count);
  }

  /** Counts the event in {@code in} if that is one of those that it is counted in. */
  boolean countIn(Role.Context in) {
    if (context == in) {
      count++;
      return true;
    }
    for (Recurrence next = other; next != null; next = next.other) {
      if (next.context == in) {
        next.count++;
        return true;
      }
    }
    return false;
  }

  /** From now on the event is counted in {@code in} too, perhaps in place of the oldest. */
  void beginCounting(Role.Context in, Flush flush) {
    if (context != null) {
      Recurrence moved = new Recurrence();
      moved.context = context;
      moved.count = count;
      moved.other = other;
      other = moved;
      dropOldest(flush);
    }
    context = in;
    count = 0;
  }

  private void dropOldest(Flush flush) {
    Recurrence last = this;
    for (int i = 1; i < WAYS && last.other != null; i++) {
      last = last.other;
    }
    if (last.other != null) {
      last.other.endCounting(flush);
      last.other = null;
    }
  }

  /** Whether the event is counted in any context. */
  boolean isCounted() {
    return context != null;
  }

  /** Gives away all that was counted; the event is counted in no context any more. */
  void endCounting(Flush flush) {
    if (context != null && count > 0) {
      flush.counted(context, count);
    }
    if (other != null) {
      other.endCounting(flush);
    }
    context = null;
    count = 0;
    other = null;
  }
}

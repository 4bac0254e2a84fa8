package dev.winnow.reports;

import dev.winnow.policy.Truth;

/**
 * How many of some events have a property, as far as the evidence says: a summary does not keep
 * which values of several arguments came together beyond {@link dev.winnow.traces.Tuples#CAP}.
 *
 * @param least certainly so many
 * @param most certainly no more
 */
public record EventCount(long least, long most) {
  static final EventCount NONE = new EventCount(0, 0);

  public EventCount {
    if (least < 0 || least > most) {
      throw new IllegalArgumentException("no events from " + least + " to " + most);
    }
  }

  /** {@code events} events of which the same is known. */
  static EventCount of(Truth truth, long events) {
    return switch (truth) {
      case TRUE -> new EventCount(events, events);
      case FALSE -> NONE;
      case UNKNOWN -> new EventCount(0, events);
    };
  }

  /** Whether the evidence determines the number. */
  public boolean exact() {
    return least == most;
  }

  EventCount plus(EventCount other) {
    return new EventCount(least + other.least, most + other.most);
  }

  /** The same events without the property, of {@code all}. */
  EventCount outOf(long all) {
    return new EventCount(all - most, all - least);
  }

  /** What both bounds say; they speak of the same events. */
  EventCount and(EventCount other) {
    long tighter = Math.max(least, other.least);
    return new EventCount(tighter, Math.max(tighter, Math.min(most, other.most)));
  }

  /** Cut to at most {@code all} events. */
  EventCount within(long all) {
    return new EventCount(Math.min(least, all), Math.min(most, all));
  }
}

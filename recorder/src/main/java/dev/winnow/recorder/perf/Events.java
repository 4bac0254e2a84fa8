package dev.winnow.recorder.perf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events of a recording: which one a record belongs to, and how its samples are laid out. */
final class Events {
  /** What a raw_syscalls record takes, filled up so that it ends on 8 bytes with its length. */
  private static final int RAW_ENTER_BYTES = 68;

  private static final int RAW_EXIT_BYTES = 28;

  /** One event of the recording. */
  static final class Event {
    final EventAttribute attribute;
    @Nullable Tracepoint tracepoint;

    Event(EventAttribute attribute) {
      this.attribute = attribute;
    }
  }

  private final List<Event> events = new ArrayList<>();
  private long[] ids = new long[256];
  private @Nullable Event[] byId = new @Nullable Event[256];
  private int known;

  /** Whether the recording has the formats of its tracepoints. */
  private boolean formats;

  /** Whether a layout was concluded from lengths. */
  boolean concluded;

  /** An event whose samples have one of {@code b[from, to)} for their id, eight bytes each. */
  void add(EventAttribute attribute, byte[] b, int from, int to) {
    Event event = new Event(attribute);
    events.add(event);
    for (int i = from; i + Long.BYTES <= to; i += Long.BYTES) {
      put(Bytes.i64(b, i), event);
    }
  }

  /** The tracepoints of the machine, by id. */
  void formats(Map<Long, Tracepoint> tracepoints) {
    formats |= !tracepoints.isEmpty();
    for (Event event : events) {
      if (event.attribute.type() == EventAttribute.TYPE_TRACEPOINT) {
        Tracepoint found = tracepoints.get(event.attribute.config());
        event.tracepoint = found == null ? event.tracepoint : found;
      }
    }
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether calls are seen by raw_syscalls; those of syscalls:* are then seen twice. */
  boolean hasRaw() {
    return events.stream().anyMatch(e -> e.tracepoint != null && e.tracepoint.raw());
  }

  /** Whether entries are seen by syscalls:sys_enter_*. */
  boolean hasNamed() {
    return events.stream()
        .anyMatch(e ->
            e.tracepoint != null
                && !e.tracepoint.raw()
                && e.tracepoint.kind() != Tracepoint.Kind.OTHER);
  }

  /** The event of the sample {@code b[from, to)}, or null. */
  @Nullable Event ofSample(byte[] b, int from, int to) {
    if (events.size() == 1) {
      return events.getFirst();
    }
    int at = events.isEmpty() ? -1 : SampleParts.idAt(events.getFirst().attribute);
    return at >= 0 && from + at + Long.BYTES <= to ? get(Bytes.i64(b, from + at)) : null;
  }

  /** The event of another record, or the first one. */
  @Nullable Event ofOther(byte[] b, int from, int to) {
    if (events.isEmpty()) {
      return null;
    }
    Event first = events.getFirst();
    int before = SampleParts.idBeforeEnd(first.attribute);
    boolean has = events.size() > 1 && before >= 0 && first.attribute.idInAll();
    Event found = has && to - before >= from ? get(Bytes.i64(b, to - before)) : null;
    return found == null ? first : found;
  }

  /**
   * The tracepoint of a sample. A recording that was cut off has no formats: then the lengths of
   * its records tell raw_syscalls, if it has no other tracepoints.
   */
  @Nullable Tracepoint tracepoint(Event event, byte[] b, int raw, int length) {
    if (event.tracepoint != null || formats || raw < 0 || length < 2) {
      return event.tracepoint;
    }
    boolean own = Bytes.u16(b, raw) == (event.attribute.config() & 0xffff);
    if (own && onlyRaw()) {
      concluded = true;
      event.tracepoint =
          switch (length) {
            case RAW_ENTER_BYTES -> Tracepoint.RAW_ENTER;
            case RAW_EXIT_BYTES -> Tracepoint.RAW_EXIT;
            default -> Tracepoint.OTHER;
          };
    }
    return event.tracepoint;
  }

  /** Whether there are one or two tracepoints, with ids beside each other. */
  private boolean onlyRaw() {
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;
    for (Event event : events) {
      if (event.attribute.type() == EventAttribute.TYPE_TRACEPOINT) {
        lowest = Math.min(lowest, event.attribute.config());
        highest = Math.max(highest, event.attribute.config());
      }
    }
    return highest - lowest == 0 || highest - lowest == 1;
  }

  private void put(long id, Event event) {
    if (2 * (known + 1) > ids.length) {
      long[] oldIds = ids;
      @Nullable Event[] old = byId;
      ids = new long[2 * oldIds.length];
      byId = new @Nullable Event[2 * oldIds.length];
      for (int i = 0; i < old.length; i++) {
        if (old[i] != null) {
          int slot = slot(oldIds[i]);
          ids[slot] = oldIds[i];
          byId[slot] = old[i];
        }
      }
    }
    int slot = slot(id);
    known += byId[slot] == null ? 1 : 0;
    ids[slot] = id;
    byId[slot] = event;
  }

  private @Nullable Event get(long id) {
    return byId[slot(id)];
  }

  private int slot(long id) {
    int mask = ids.length - 1;
    int i = (int) ((id * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (byId[i] != null && ids[i] != id) {
      i = (i + 1) & mask;
    }
    return i;
  }
}

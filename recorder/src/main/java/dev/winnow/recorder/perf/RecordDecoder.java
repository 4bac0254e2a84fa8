package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.LineTally;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Understands single records (perf_event_open(2), "MMAP layout"; tools/perf/util/event.h). */
final class RecordDecoder implements Records.Taker {
  private static final int LOST = 2;
  private static final int COMM = 3;
  private static final int EXIT = 4;
  private static final int FORK = 7;
  private static final int SAMPLE = 9;
  private static final int MMAP = 1;
  private static final int MMAP2 = 10;
  private static final int LOST_SAMPLES = 13;
  private static final int HEADER_ATTR = 64;
  private static final int HEADER_TRACING_DATA = 66;
  private static final int FINISHED_ROUND = 68;
  private static final int AUXTRACE = 71;
  private static final int COMPRESSED = 81;
  private static final int COMPRESSED2 = 83;

  /** {@code PERF_RECORD_MISC_COMM_EXEC} and {@code PERF_RECORD_MISC_MMAP_DATA}. */
  private static final int MISC_BIT_13 = 1 << 13;

  private static final int PROT_EXEC = 4;

  /** Formats of all tracepoints of a machine have some megabytes. */
  private static final int MOST_TRACING_DATA = 64 << 20;

  private static final String TASKS = "notes of tasks and mappings";
  private static final String OWN = "notes of perf";
  private static final String ENVELOPE = "envelopes of compressed records";
  private static final String OTHER_EVENT = "events that are no system calls";
  private static final String TWICE = "calls that raw_syscalls recorded too";

  private final Spill file;
  private final Events events;
  private final Rounds rounds;
  private final LineTally tally;
  private final SampleParts parts = new SampleParts();
  private boolean raw;
  private boolean x86;

  /** The records' reader; it gives back what was compressed. */
  @Nullable Records records;

  /** What the kernel says it had no room for, by record and by sample: two views of one thing. */
  long lost;

  long lostSamples;

  RecordDecoder(Spill file, Events events, Rounds rounds, LineTally tally) {
    this.file = file;
    this.events = events;
    this.rounds = rounds;
    this.tally = tally;
  }

  /** The events are known as well as they will be; {@code x86} if a sample's ABI is one of x86. */
  void begin(boolean onX86) {
    x86 = onX86;
    raw = events.hasRaw();
  }

  @Override
  public void damaged(String problem, byte[] b, int at, int to) {
    tally.failed(tally.nextLine(), problem, b, at, Math.min(to, at + 32));
  }

  @Override
  public long record(byte[] b, int at, int size, long behind) throws IOException {
    long number = tally.nextLine();
    int from = at + Records.HEADER;
    int to = at + size;
    int type = Bytes.i32(b, at);
    if (type == SAMPLE) {
      String problem = sample(b, from, to);
      if (problem != null) {
        tally.failed(number, problem, b, at, Math.min(to, at + 64));
      }
      return 0;
    }
    if (to - from < smallest(type)) {
      tally.failed(number, "record of type " + type + " is too short", b, at, to);
      return 0;
    }
    int misc = Bytes.u16(b, at + 4);
    return other(type, misc, b, from, to, behind);
  }

  /** The fixed part of the records that are looked into. */
  private static int smallest(int type) {
    return switch (type) {
      case LOST, COMPRESSED2, AUXTRACE, LOST_SAMPLES, COMM -> 8;
      case EXIT, FORK -> 24;
      case HEADER_TRACING_DATA -> 4;
      case HEADER_ATTR -> EventAttribute.SMALLEST;
      default -> 0;
    };
  }

  private long other(int type, int misc, byte[] b, int from, int to, long behind)
      throws IOException {
    switch (type) {
      case COMPRESSED, COMPRESSED2 -> {
        tally.ignored(ENVELOPE);
        compressed(type, b, from, to, behind);
      }
      case MMAP, MMAP2, COMM, EXIT, FORK -> {
        tally.ignored(TASKS);
        task(type, misc, b, from, to);
      }
      default -> {
        tally.ignored(OWN);
        return own(type, b, from, to, behind);
      }
    }
    return 0;
  }

  private void compressed(int type, byte[] b, int from, int to, long behind) throws IOException {
    boolean sized = type == COMPRESSED2;
    int start = sized ? from + Long.BYTES : from;
    long end = sized ? start + Bytes.i64(b, from) : to;
    if (records == null || behind < 0 || end < start || end > to) {
      damaged("a compressed record that is none", b, from, to);
    } else {
      records.decompress(b, start, (int) end);
    }
  }

  private long own(int type, byte[] b, int from, int to, long behind) throws IOException {
    switch (type) {
      case FINISHED_ROUND -> rounds.finished();
      case LOST -> lost += to - from < 16 ? 0 : Math.max(0, Bytes.i64(b, from + 8));
      case LOST_SAMPLES -> lostSamples += Math.max(0, Bytes.i64(b, from));
      case AUXTRACE -> {
        return Bytes.i64(b, from);
      }
      case HEADER_ATTR -> attribute(b, from, to);
      case HEADER_TRACING_DATA -> {
        return tracingData(Bytes.i32(b, from), behind);
      }
      default -> {}
    }
    return 0;
  }

  private void attribute(byte[] b, int from, int to) {
    int size = Bytes.i32(b, from + 4);
    if (size >= EventAttribute.SMALLEST && size <= to - from) {
      events.add(EventAttribute.read(b, from, size), b, from + size, to);
    }
  }

  private long tracingData(int size, long behind) throws IOException {
    if (size < 0 || size > MOST_TRACING_DATA || behind < 0) {
      return 0;
    }
    events.formats(TracingData.read(file.bytes(behind, size)));
    begin(x86);
    return (size + 7L) & -8L;
  }

  private void task(int type, int misc, byte[] b, int from, int to) {
    Events.Event event = events.ofOther(b, from, to);
    if (event == null || to - from < 8) {
      return;
    }
    long time = SampleParts.trailingTime(event.attribute, b, from, to);
    int pid = Bytes.i32(b, from);
    switch (type) {
      case FORK -> {
        long parent =
            ((long) Bytes.i32(b, from + 4) << 32) | (Bytes.i32(b, from + 12) & 0xffff_ffffL);
        long at = Bytes.i64(b, from + 16);
        rounds.add(at, Rounds.FORK, 0, 0, pid, Bytes.i32(b, from + 8), parent);
      }
      case EXIT ->
          rounds.add(Bytes.i64(b, from + 16), Rounds.GONE, 0, 0, pid, Bytes.i32(b, from + 8), 0);
      case COMM -> {
        if ((misc & MISC_BIT_13) != 0) {
          rounds.add(time, Rounds.EXEC, 0, 0, pid, Bytes.i32(b, from + 4), 0);
        }
      }
      default -> mapping(type, misc, b, from, to, time);
    }
  }

  private void mapping(int type, int misc, byte[] b, int from, int to, long time) {
    int name = from + (type == MMAP ? 32 : 64);
    boolean runs =
        type == MMAP
            ? (misc & MISC_BIT_13) == 0
            : name <= to && (Bytes.i32(b, from + 56) & PROT_EXEC) != 0;
    if (runs && name < to && b[name] == '/') {
      rounds.image(time, Bytes.i32(b, from), Bytes.i32(b, from + 4), Bytes.text(b, name, to));
    }
  }

  /** Reads a sample; returns what is wrong with it, or null. */
  private @Nullable String sample(byte[] b, int from, int to) {
    Events.Event event = events.ofSample(b, from, to);
    if (event == null) {
      return "a sample of an event that the header does not describe";
    }
    if (!parts.read(event.attribute, b, from, to)) {
      return "a sample that is shorter than its parts";
    }
    Tracepoint point = events.tracepoint(event, b, parts.raw, parts.rawLength);
    if (point == null && event.attribute.type() == EventAttribute.TYPE_TRACEPOINT) {
      return "a sample of a tracepoint whose format is not in the recording";
    }
    if (point == null || point.kind() == Tracepoint.Kind.OTHER) {
      tally.ignored(OTHER_EVENT);
    } else if (raw && !point.raw()) {
      tally.ignored(TWICE);
    } else if (parts.raw < 0 || parts.rawLength < point.length()) {
      return "a tracepoint's record that is shorter than its format";
    } else {
      call(point, b);
    }
    return null;
  }

  private void call(Tracepoint point, byte[] b) {
    long number = Bytes.signed(b, parts.raw + point.number(), point.numberSize());
    boolean enter = point.kind() == Tracepoint.Kind.ENTER;
    int shown = point.values().size();
    // syscalls:* are not recorded for calls of a 32-bit ABI, so that they say theirs.
    int abi = !x86 ? 0 : point.raw() ? (int) Math.min(3, parts.abi & 3) : 2;
    int kind = enter ? Rounds.ENTER : Rounds.EXIT;
    int row = rounds.add(parts.time, kind, shown, abi, parts.pid, parts.tid, number);
    long[] rows = rounds.rows();
    for (int i = 0; i < shown; i++) {
      int at = parts.raw + point.values().get(i);
      rows[row + Rounds.REGISTERS + i] =
          enter ? Bytes.unsigned(b, at, point.valueSize()) : Bytes.signed(b, at, point.valueSize());
    }
  }
}

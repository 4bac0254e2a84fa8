package dev.winnow.recorder.perf;

import dev.winnow.traces.Arch;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the header of perf.data and its sections say: {@code struct perf_file_header} of
 * tools/perf/util/header.h, version 2. Offsets and sizes are checked against the file.
 */
final class PerfFile {
  private static final int PIPE_HEADER = 16;
  private static final int FILE_HEADER = 104;
  private static final int SECTION = 16;
  private static final int FEATURES_AT = 72;
  private static final int FEATURES = 256;
  private static final int TRACING_DATA = 1;
  private static final int ARCH = 6;

  /** A machine of 1,024 processors that records all calls by name has 700,000 ids. */
  private static final int MOST_IDS = 1 << 20;

  private static final int MOST_EVENTS = 1 << 14;
  private static final int LARGEST_ATTRIBUTE = 4096;
  private static final int MOST_FEATURE = 64 << 20;

  private final Spill file;
  private final Events events;

  /** Where the records are. */
  long from;

  long to;

  /** Whether the recorder did not live to write its end, or the file was cut. */
  boolean cut;

  /** The machine's name as in uname(2), or "". */
  String machine = "";

  PerfFile(Spill file, Events events) {
    this.file = file;
    this.events = events;
  }

  /** Reads what is there; returns what keeps the records from being read, or null. */
  @Nullable String read() throws IOException {
    byte[] b = file.bytes(0, FILE_HEADER);
    if (b.length < PIPE_HEADER) {
      return "the file ends within its header";
    }
    if (Bytes.i64(b, 0) != PerfDataReader.MAGIC) {
      return "it does not begin with PERFILE2";
    }
    long size = Bytes.i64(b, 8);
    if (size == PIPE_HEADER) {
      from = PIPE_HEADER;
      to = file.size();
      return null;
    }
    if (b.length < FILE_HEADER || size < FILE_HEADER) {
      return b.length < FILE_HEADER
          ? "the file ends within its header"
          : "its header has " + size + " bytes, expected " + FILE_HEADER;
    }
    String problem = attributes(Bytes.i64(b, 16), Bytes.i64(b, 24), Bytes.i64(b, 32));
    return problem == null ? data(b) : problem;
  }

  private @Nullable String data(byte[] b) throws IOException {
    from = Bytes.i64(b, 40);
    long size = Bytes.i64(b, 48);
    if (from < FILE_HEADER || from > file.size() || size < 0) {
      return "its records are said to be at " + from + ", which is not in the file";
    }
    boolean whole = size > 0 && size <= file.size() - from;
    cut = !whole;
    to = whole ? from + size : file.size();
    if (whole) {
      features(b);
    }
    return null;
  }

  private @Nullable String attributes(long each, long at, long size) throws IOException {
    int smallest = EventAttribute.SMALLEST + SECTION;
    if (each < smallest || each > LARGEST_ATTRIBUTE) {
      return "an event's description has " + each + " bytes, expected at least " + smallest;
    }
    long count = size / each;
    if (count < 1 || count > MOST_EVENTS || at < 0) {
      return "it describes " + count + " events, expected 1 to " + MOST_EVENTS;
    }
    byte[] all = file.bytes(at, (int) (count * each));
    if (all.length < count * each) {
      return "the file ends within the descriptions of its events";
    }
    long ids = 0;
    for (int i = 0; i < count; i++) {
      int attribute = (int) (i * each);
      int section = (int) (attribute + each - SECTION);
      long length = Math.max(0, Bytes.i64(all, section + 8));
      ids += Math.min(length, MOST_IDS * (long) Long.BYTES) / Long.BYTES;
      if (ids > MOST_IDS) {
        return "its events have more than " + MOST_IDS + " ids";
      }
      byte[] own = file.bytes(Bytes.i64(all, section), (int) Math.min(length, file.size()));
      int sized = Bytes.i32(all, attribute + 4);
      int room = (int) each - SECTION;
      int valid = sized >= EventAttribute.SMALLEST && sized <= room ? sized : room;
      events.add(EventAttribute.read(all, attribute, valid), own, 0, own.length);
    }
    return null;
  }

  /** The sections behind the records, one for each bit that is set. */
  private void features(byte[] b) throws IOException {
    long table = to;
    for (int i = 0; i < FEATURES; i++) {
      if (((b[FEATURES_AT + i / 8] >> (i % 8)) & 1) == 0) {
        continue;
      }
      byte[] section = file.bytes(table, SECTION);
      table += SECTION;
      if (section.length < SECTION) {
        cut = true;
        return;
      }
      if (i == TRACING_DATA || i == ARCH) {
        feature(i, Bytes.i64(section, 0), Bytes.i64(section, 8));
      }
    }
  }

  private void feature(int feature, long at, long size) throws IOException {
    boolean fits = at >= 0 && size >= 0 && at <= file.size() && size <= file.size() - at;
    cut |= !fits;
    if (!fits || size > MOST_FEATURE) {
      return;
    }
    byte[] b = file.bytes(at, (int) size);
    if (feature == ARCH) {
      machine = b.length < Integer.BYTES ? "" : Bytes.text(b, Integer.BYTES, b.length);
      return;
    }
    Map<Long, Tracepoint> found = TracingData.read(b);
    events.formats(found);
  }

  /** The ABI of the machine's own programs, {@code otherwise} if the file does not say it. */
  Arch arch(Arch otherwise) {
    Arch own = machine.matches("i[3-6]86") ? Arch.I386 : Arch.ofLabel(machine);
    return own == null ? otherwise : own;
  }
}

package dev.winnow.recorder.perf;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the format files of tracepoints that perf copies into its recordings: trace-cmd's
 * trace.dat(5), versions 0.5 and 0.6, up to the events.
 */
final class TracingData {
  private static final int[] MAGIC = {0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g'};
  private static final Pattern NAME = Pattern.compile("name: (\\S+)");
  private static final Pattern ID = Pattern.compile("ID: (\\d{1,9})\\b");
  private final byte[] b;
  private int at;
  private boolean damaged;

  private TracingData(byte[] b) {
    this.b = b;
  }

  /** The tracepoints by id; as many as can be read before any damage. */
  static Map<Long, Tracepoint> read(byte[] b) {
    Map<Long, Tracepoint> found = new HashMap<>();
    new TracingData(b).read(found);
    return found;
  }

  private void read(Map<Long, Tracepoint> found) {
    for (int c : MAGIC) {
      damaged |= at >= b.length || (b[at++] & 0xff) != c;
    }
    text();
    skip(1 + 1 + Integer.BYTES);
    for (int i = 0; i < 2 && !damaged; i++) {
      text();
      skip(number(Long.BYTES));
    }
    long ftrace = number(Integer.BYTES);
    for (long i = 0; i < ftrace && !damaged; i++) {
      skip(number(Long.BYTES));
    }
    long systems = number(Integer.BYTES);
    for (long i = 0; i < systems && !damaged; i++) {
      String system = text();
      long events = number(Integer.BYTES);
      for (long j = 0; j < events && !damaged; j++) {
        int size = size(number(Long.BYTES));
        event(system, new String(b, at, size, StandardCharsets.UTF_8), found);
        at += size;
      }
    }
  }

  private static void event(String system, String format, Map<Long, Tracepoint> found) {
    Matcher name = NAME.matcher(format);
    Matcher id = ID.matcher(format);
    if (name.find() && id.find()) {
      found.put(Long.parseLong(id.group(1)), Tracepoint.of(system, name.group(1), format));
    }
  }

  private String text() {
    String text = Bytes.text(b, at, b.length);
    int from = at;
    while (at < b.length && b[at] != 0) {
      at++;
    }
    damaged |= at >= b.length;
    at = Math.min(b.length, at + 1);
    return from < b.length ? text : "";
  }

  private long number(int size) {
    if (damaged || b.length - at < size) {
      damaged = true;
      return 0;
    }
    long number = Bytes.unsigned(b, at, size);
    at += size;
    return number;
  }

  private int size(long wanted) {
    damaged |= wanted < 0 || wanted > b.length - at;
    return damaged ? 0 : (int) wanted;
  }

  private void skip(long wanted) {
    at += size(wanted);
  }
}

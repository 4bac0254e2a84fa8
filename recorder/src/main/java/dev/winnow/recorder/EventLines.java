package dev.winnow.recorder;

import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes events as {@code winnow events} shows them, one per line, with tabs between the columns:
 *
 * <pre>[input] pid arch nr name arg0 arg1 arg2 arg3 arg4 arg5 result</pre>
 *
 * An argument is {@code 0x} hex on its effective width, {@code *} for a pointer or one that the
 * source does not show, {@code ?} for one that was shown and not decoded, {@code -} past the arity.
 * The result is signed decimal, {@code -errno} for an error, {@code ?} if the source does not show
 * it. The pid is 0 if the source has none. A number that no table has is named {@code nr(N)}. Calls
 * that never returned are left out. An event of a source that only counts is one line however many
 * calls it stands for; evidence has the counts.
 */
public final class EventLines implements TraceSink {
  private static final int FLUSH_ABOVE = 1 << 16;

  private final OutputStream out;
  private final byte[] input;
  private byte[] line = new byte[FLUSH_ABOVE + 1024];
  private int length;

  /** Without a column for the input. */
  public EventLines(OutputStream out) {
    this.out = out;
    input = new byte[0];
  }

  /** With {@code label} as the first column; tabs and line breaks in it become blanks. */
  public EventLines(OutputStream out, String label) {
    this.out = out;
    input = (label.replaceAll("[\\t\\r\\n]", " ") + "\t").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes one event.
   *
   * @throws UncheckedIOException if the output cannot be written
   */
  @Override
  public void event(SyscallEvent event) {
    if (!event.returned()) {
      return;
    }
    append(input);
    append(Integer.toString(event.tid()));
    append('\t');
    append(event.arch().label());
    append('\t');
    append(Integer.toString(event.number()));
    append('\t');
    append(SyscallTable.of(event.arch()).name(event.number()));
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      append('\t');
      argument(event, i);
    }
    append('\t');
    append(event.resultKnown() ? Long.toString(event.result()) : "?");
    append('\n');
    if (length > FLUSH_ABOVE) {
      flush();
    }
  }

  /**
   * Writes what is still in memory.
   *
   * @throws UncheckedIOException if the output cannot be written
   */
  public void flush() {
    try {
      out.write(line, 0, length);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the events: " + e.getMessage(), e);
    }
    length = 0;
  }

  private void argument(SyscallEvent event, int index) {
    switch (event.knowledge(index)) {
      case VALUE, GLIMPSED -> {
        append("0x");
        append(Long.toHexString(event.value(index)));
      }
      case HIDDEN -> append('*');
      case UNDECODED -> append('?');
      case ABSENT -> append('-');
    }
  }

  private void append(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      append(ascii.charAt(i));
    }
  }

  private void append(byte[] bytes) {
    if (length + bytes.length > line.length) {
      line = Arrays.copyOf(line, 2 * (length + bytes.length));
    }
    System.arraycopy(bytes, 0, line, length, bytes.length);
    length += bytes.length;
  }

  private void append(char ascii) {
    if (length == line.length) {
      line = Arrays.copyOf(line, 2 * length);
    }
    line[length++] = (byte) ascii;
  }
}

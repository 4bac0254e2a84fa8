package dev.winnow.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * Events as one JSON object, written as they come, an event a line:
 *
 * <pre>{"events": [{"input", "pid", "arch", "nr", "name", "args": [...], "result"}, …]}</pre>
 *
 * Arguments, as many as the syscall has, are what {@link dev.winnow.recorder.EventLines} prints for
 * them, as text: JSON readers lose bits of a 64-bit number. A result that is not known is null.
 * What a source only counted has {@code count}, the calls that the one event stands for.
 */
final class EventObjects implements TraceSink {
  private final JsonGenerator out;
  private String input = "";
  private boolean begun;

  EventObjects(OutputStream stream) throws IOException {
    out = new JsonFactory().createGenerator(stream);
  }

  /** Begins the object, unless an event has. */
  void begin() throws IOException {
    if (!begun) {
      out.writeStartObject();
      out.writeArrayFieldStart("events");
      begun = true;
    }
  }

  /** The trace that the next events are of. */
  void input(String label) {
    input = label;
  }

  @Override
  public void event(SyscallEvent event) {
    if (!event.returned()) {
      return;
    }
    try {
      write(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(SyscallEvent event) throws IOException {
    begin();
    out.writeRaw('\n');
    out.writeStartObject();
    out.writeStringField("input", input);
    out.writeNumberField("pid", event.tid());
    out.writeStringField("arch", event.arch().label());
    out.writeNumberField("nr", event.number());
    out.writeStringField("name", SyscallTable.of(event.arch()).name(event.number()));
    out.writeArrayFieldStart("args");
    for (int i = 0; i < SyscallEvent.ARGUMENTS; i++) {
      switch (event.knowledge(i)) {
        case VALUE, GLIMPSED -> out.writeString("0x" + Long.toHexString(event.value(i)));
        case HIDDEN -> out.writeString("*");
        case UNDECODED -> out.writeString("?");
        case ABSENT -> {}
      }
    }
    out.writeEndArray();
    if (event.resultKnown()) {
      out.writeNumberField("result", event.result());
    } else {
      out.writeNullField("result");
    }
    if (event.occurrences() > 1) {
      out.writeNumberField("count", event.occurrences());
    }
    out.writeEndObject();
  }

  /** Ends the object if it was begun. */
  void end() throws IOException {
    if (begun) {
      out.writeEndArray();
      out.writeEndObject();
      out.writeRaw('\n');
    }
    out.close();
  }
}

package dev.winnow.recorder.perf;

import dev.winnow.recorder.EventLines;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads a recording of perf from memory and keeps all that came of it. */
final class PerfReading implements TraceSink {
  static final Path SAMPLES = Path.of("..", "traces", "samples");

  /** Events as {@code winnow events} shows them with blanks for tabs; never returned: {@code !}. */
  final List<String> events = new ArrayList<>();

  final List<String> images = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  final TraceReader reader;

  private PerfReading(boolean data, Arch arch) {
    reader = data ? new PerfDataReader(this, arch) : new PerfScriptReader(this, arch);
  }

  static PerfReading data(byte[] bytes) {
    return new PerfReading(true, Arch.X86_64).read(bytes);
  }

  static PerfReading script(String text) {
    return new PerfReading(false, Arch.X86_64).read(text.getBytes(StandardCharsets.UTF_8));
  }

  private PerfReading read(byte[] bytes) {
    try {
      reader.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  static byte[] helloData() {
    try (InputStream in =
        new GZIPInputStream(Files.newInputStream(SAMPLES.resolve("hello.perf.data.gz")))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sample(String name) {
    try {
      return Files.readString(SAMPLES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 5 = 2 + 2 + 1 + 0; } lines, parsed, joined, ignored, failed. */
  String account() {
    var lines = reader.summary().lines();
    return "%d = %d parsed + %d joined + %d ignored + %d failed"
        .formatted(
            lines.lines(), lines.parsed(), lines.joined(), lines.ignoredTotal(), lines.failed());
  }

  @Override
  public void event(SyscallEvent event) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EventLines lines = new EventLines(bytes);
    boolean returned = event.returned();
    if (!returned) {
      event.setReturned();
    }
    lines.event(event);
    lines.flush();
    String line = bytes.toString(StandardCharsets.UTF_8).strip().replace('\t', ' ');
    events.add(returned ? line : line.substring(0, line.length() - 1) + "!");
    if (event.image() != null) {
      images.add(event.image());
    }
  }

  @Override
  public void exited(int tid) {
    notes.add("exited " + tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    notes.add("superseded " + leader + " by " + survivor);
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    notes.add("entered " + tid + " " + number + " " + Long.toHexString(cloneFlags));
  }
}

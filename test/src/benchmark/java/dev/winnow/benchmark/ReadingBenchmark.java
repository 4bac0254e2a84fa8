package dev.winnow.benchmark;

import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.EvidenceBuilder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes of a trace in, evidence out, warm, on one thread; and beside it what any reader of lines
 * pays and what one with a regular expression does. An operation is one reading of a
 * recording that is made at the start: its size and its events are printed, and operations per
 * second times either are bytes or events per second.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1", "-Xmx1g"})
public class ReadingBenchmark {
  private static final Pattern CALL = Pattern.compile("^(\\d+) +([a-z_][a-z0-9_]*)\\((.*)$");

  /** See {@link Recordings}. */
  @Param({"strace", "perf.data", "perf.script"})
  public String source = "";

  private Path file = Path.of("");
  private byte[] bytes = new byte[0];
  private long events;

  @Setup
  public void record() throws IOException, InterruptedException, TraceException {
    file = Recordings.make(source);
    bytes = Files.readAllBytes(file);
    EvidenceBuilder builder = new EvidenceBuilder();
    RecordedRun run = read(builder);
    events = builder.events();
    if (run.summary().lines().failed() > 0 || events < 10_000) {
      throw new IllegalStateException(source + " was not understood: " + run.summary());
    }
    System.out.printf("%s: %.1f MB, %,d events%n", source, bytes.length / 1e6, events);
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  @Benchmark
  public long evidence() throws TraceException {
    EvidenceBuilder builder = new EvidenceBuilder();
    read(builder);
    if (builder.events() != events) {
      throw new IllegalStateException(builder.events() + " events, and " + events + " before");
    }
    return events;
  }

  @Benchmark
  public int newlines() {
    int count = 0;
    for (byte b : bytes) {
      count += b == '\n' ? 1 : 0;
    }
    return count;
  }

  @Benchmark
  public int regularExpression() throws IOException {
    int count = 0;
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      count += CALL.matcher(line).matches() ? 1 : 0;
    }
    return count;
  }

  private RecordedRun read(EvidenceBuilder builder) throws TraceException {
    List<TraceInput.Piece> pieces = List.of(new TraceInput.Piece(file, 0));
    return new Ingestion().read(new TraceInput(source, pieces), builder);
  }
}

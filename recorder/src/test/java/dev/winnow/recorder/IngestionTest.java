package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.capture.Capture;
import dev.winnow.recorder.capture.ProgramExit;
import dev.winnow.recorder.strace.Reading;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestionTest {
  private static final String LOG = "getpid() = 5\nclose(3) = 0\n";

  /** {@code sha256sum} of the log. */
  private static final String SHA256 =
      "f6359167eac70b18e470af1e32c2a909fb08f7da6fc1ec24e50a1bc64a0b3351";

  @TempDir Path directory = Path.of("");

  @Test
  void idIsTheHashOfTheTrace() throws IOException {
    RecordedRun run = read(write("log", LOG.getBytes(StandardCharsets.UTF_8)));
    assertEquals(SHA256, run.id());
    assertEquals(directory.resolve("log").toString(), run.label());
    assertEquals(TraceFormat.STRACE, run.format());
    assertEquals(2, run.summary().events());
    assertEquals(List.of(), run.warnings());
  }

  @Test
  void abiThatOnlyNamesTellIsAWarning() throws IOException {
    String log = "5 brk(NULL) = 0x9c9d000\n5 mmap2(NULL, 4096, 0, 0x22, -1, 0) = 0xf7000000\n";
    RecordedRun run = read(write("log", log.getBytes(StandardCharsets.UTF_8)));
    assertEquals(0, run.summary().lines().failed());
    assertTrue(run.warnings().toString().contains("Record with strace -n"), run::toString);
  }

  /** What follows a line in the file tells its ABI, wherever the reader's chunks end. */
  @Test
  void abiIsFoundAcrossChunks() throws IOException {
    String filler = "4 getpid() = 4\n".repeat((256 << 10) / 15 - 2);
    for (int shift = 0; shift < 60; shift += 7) {
      String log =
          "#".repeat(shift)
              + "\n"
              + filler
              + "5 execve(\"a\", [], 0x7f) = 0\n5 brk(NULL) = 0x9\n5 ugetrlimit(0x3, 0x7f) = 0\n";
      Reading reading = Reading.of(log);
      assertEquals("5 i386 45 brk * - - - - - 9", reading.events.get(reading.events.size() - 2));
    }
  }

  @Test
  void compressedTraceIsTheSameRun() throws IOException {
    Path log = write("log", LOG.getBytes(StandardCharsets.UTF_8));
    for (String tool : List.of("gzip", "zstd -q", "xz")) {
      Tools.require(tool.split(" ", -1)[0]);
      assertEquals(0, Tools.run(directory, "sh", "-c", tool + " -c " + log));
      assertEquals(SHA256, read(directory.resolve("stdout")).id(), tool);
    }
  }

  /** With which editors and shells of other systems begin a text. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4000})
  void byteOrderMarkIsNoPartOfTheFirstLine(int times) throws IOException {
    byte[] log = ("\uFEFF" + LOG.repeat(times)).getBytes(StandardCharsets.UTF_8);
    RecordedRun run = read(write("log", log));
    assertEquals(0, run.summary().lines().failed());
    assertEquals(2L * times, run.summary().events());
    assertNotEquals(SHA256, run.id());
  }

  @Test
  void standardInputIsTheSameRun() throws IOException {
    InputStream in = new ByteArrayInputStream(gzip(LOG));
    Ingestion ingestion = new Ingestion(in, Arch.X86_64, null);
    assertEquals(SHA256, ingestion.read(TraceInput.of(TraceInput.STDIN), event -> {}).id());
  }

  @Test
  void recordingsWithTheSameBytesAreDifferentRuns() throws IOException {
    Path log = write("log", LOG.getBytes(StandardCharsets.UTF_8));
    Instant now = Instant.EPOCH;
    Capture one = capture(log, now);
    assertEquals(read(one).id(), read(one).id());
    assertNotEquals(read(one).id(), read(capture(log, now.plusNanos(1))).id());
    assertNotEquals(SHA256, read(one).id());
    assertEquals("ls -l", read(one).label());
  }

  @Test
  void idOfPiecesDependsOnTheirThreads() throws IOException {
    Path one = write("out.5", LOG.getBytes(StandardCharsets.UTF_8));
    Path two = write("out.6", LOG.getBytes(StandardCharsets.UTF_8));
    TraceInput pieces =
        new TraceInput("out", List.of(new TraceInput.Piece(one, 5), new TraceInput.Piece(two, 6)));
    TraceInput others =
        new TraceInput("out", List.of(new TraceInput.Piece(one, 5), new TraceInput.Piece(two, 7)));
    assertNotEquals(
        new Ingestion().read(pieces, event -> {}).id(),
        new Ingestion().read(others, event -> {}).id());
  }

  @Test
  void execOfAThreadIsJoinedAcrossPieces() throws IOException {
    Path samples = Path.of("../traces/samples/ff");
    TraceInput input = TraceFiles.find(List.of(samples.toString())).inputs().getFirst();
    Reading reading = new Reading();
    RecordedRun run = new Ingestion().read(input, reading);
    assertEquals(2, reading.images.size(), reading.images.toString());
    assertEquals("/bin/true", reading.images.getLast());
    assertEquals(1, run.summary().lines().joined());
    assertEquals(0, run.summary().lines().failed());
    assertEquals(0, run.summary().withoutBeginning());
  }

  @Test
  void compressedTraceThatEndsEarlyIsReadAndMarked() throws IOException {
    byte[] whole = gzip("getpid() = 5\n".repeat(100_000));
    Path log = write("log.gz", Arrays.copyOf(whole, whole.length - 50));
    RecordedRun run = read(log);
    assertTrue(run.summary().truncated());
    assertEquals(Map.of(Loss.TAILS.label(), 1L), run.summary().lost());
    assertTrue(run.summary().events() > 1000, run.summary().toString());
    assertEquals(
        List.of(log + ": the compressed file ends early; what comes before was read"),
        run.warnings());
  }

  @Test
  void inputThatIsNoTraceIsAnError() throws IOException {
    assertProblem(" is not a trace: it is empty", write("a", new byte[0]));
    assertProblem(" is a directory, not a trace", directory);
    assertProblem(" is not a trace: no line of it", write("b", new byte[] {'x', '\n'}));
    assertProblem(
        " is not a trace: the compressed file ends early",
        write("c", new byte[] {0x1f, (byte) 0x8b}));
  }

  @Test
  void formatThatIsGivenIsNotDoubted() throws IOException {
    Path log = write("log", "frobnicate(1) = 0\n".getBytes(StandardCharsets.UTF_8));
    Ingestion given = new Ingestion(System.in, Arch.X86_64, TraceFormat.STRACE);
    assertEquals(1, given.read(TraceInput.of(log), event -> {}).summary().lines().failed());
  }

  private void assertProblem(String expected, Path path) {
    TraceException e = assertThrows(TraceException.class, () -> read(path));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }

  private static RecordedRun read(Path path) throws TraceException {
    return new Ingestion().read(TraceInput.of(path), event -> {});
  }

  private static RecordedRun read(Capture capture) throws TraceException {
    return new Ingestion().read(capture, event -> {});
  }

  private static Capture capture(Path log, Instant startedAt) {
    return new Capture(
        List.of("ls", "-l"),
        new ProgramExit.Exited(0),
        false,
        log,
        "strace 6.1",
        startedAt,
        "host",
        "boot");
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}

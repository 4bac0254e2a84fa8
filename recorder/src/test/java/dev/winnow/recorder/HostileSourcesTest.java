package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources that are no plain file at rest. */
class HostileSourcesTest {
  private static final String LINE = "close(3) = 0\n";

  /** More than the reader takes at once, so that it reads again after the file has grown. */
  private static final int LINES = 50_000;

  @TempDir private Path folder;

  private static RecordedRun read(Path file, TraceSink sink) throws TraceException {
    return new Ingestion().read(TraceInput.of(file), sink);
  }

  /** Every event makes the file longer: without a bound, reading would never end. */
  @Test
  void aFileThatGrowsIsReadUpToTheSizeThatItHadWhenItWasOpened() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), LINE.repeat(LINES));
    RecordedRun run = read(file, event -> append(file, LINE));
    assertEquals(LINES, run.summary().events());
    assertFalse(run.summary().truncated());
    assertEquals((long) LINE.length() * 2 * LINES, Files.size(file));
  }

  @Test
  void aFileThatGrowsWithinALineIsCutThere() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), LINE.repeat(LINES) + "clo");
    RecordedRun run = read(file, event -> append(file, "se(4) = 0\n"));
    assertEquals(LINES, run.summary().events());
    assertTrue(run.summary().truncated());
    assertEquals(1, run.summary().lines().failed());
  }

  private static void append(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opening either end of a pipe waits for the other. */
  @Test
  void aPipeIsReadToItsEnd() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Callable<Path> write =
          () -> Files.write(pipe, LINE.repeat(LINES).getBytes(StandardCharsets.US_ASCII));
      Future<Path> written = writer.submit(write);
      assertEquals(LINES, read(pipe, event -> {}).summary().events());
      assertEquals(pipe, written.get());
    }
  }

  @Test
  void filesOfTheKernelHaveNoSizeAndAreReadAllTheSame() throws IOException {
    Path file = Path.of("/proc/self/status");
    assertEquals(0, Files.size(file));
    TraceInput input = TraceInput.of(file);
    Ingestion strace = new Ingestion(System.in, dev.winnow.traces.Arch.X86_64, TraceFormat.STRACE);
    long lines = strace.read(input, event -> {}).summary().lines().lines();
    assertTrue(lines > 10, lines + " lines");
    assertEquals(List.of(), strace.read(input, event -> {}).warnings());
  }
}

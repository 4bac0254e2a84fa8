package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that end at any byte: each is read that far, and every line of it accounted for. */
class CutTraceTest {
  private static final int MOST = 10_000;
  private static final Path SAMPLES = Path.of("../traces/samples");
  private static final Path TEXTS = Path.of("src/test/resources/dev/winnow/recorder/texts");

  private static byte[] sample(String file) throws IOException {
    Path sample = SAMPLES.resolve(file);
    byte[] whole = Files.readAllBytes(Files.exists(sample) ? sample : TEXTS.resolve(file));
    return Arrays.copyOf(whole, Math.min(whole.length, MOST));
  }

  @ParameterizedTest
  @CsvSource({
    "STRACE, calls-stderr.strace",
    "STRACE_SUMMARY, strace-summary.txt",
    "PERF_SCRIPT, hello.perf-script",
    "PERF_TRACE, threads.perf-trace",
    "PERF_TRACE, calls.perf-trace-summary",
    "FTRACE, ftrace-raw.txt",
    "FTRACE, ftrace-syscalls.txt",
    "AUDIT, audit-raw.txt",
    "AUDIT, audit-interpreted.txt",
    "BPFTRACE, bpftrace.txt",
    "QEMU, qemu.txt"
  })
  void linesAddUp(TraceFormat format, String file) throws IOException {
    byte[] whole = sample(file);
    long lines = 0;
    for (int length = 1; length <= whole.length; length++) {
      boolean between = length == 1 || whole[length - 2] == '\n';
      lines += between ? 1 : 0;
      TraceReader reader = format.reader(event -> {}, Arch.X86_64);
      reader.read(new ByteArrayInputStream(whole, 0, length));
      // That it adds up, LineAccount checks.
      TraceSummary summary = reader.summary();
      assertEquals(lines, summary.lines().lines(), "cut at " + length);
      assertEquals(whole[length - 1] != '\n', summary.truncated(), "cut at " + length);
    }
  }

  /** A cut of the compression is one of what is compressed, at the last byte that is whole. */
  @Test
  void whatWasDecompressedIsRead() throws IOException {
    byte[] whole = sample("hello.perf.data.gz");
    long most = 0;
    for (int length = 1; length < whole.length; length++) {
      Ingestion ingestion =
          new Ingestion(
              new ByteArrayInputStream(whole, 0, length), Arch.X86_64, TraceFormat.PERF_DATA);
      RecordedRun run = ingestion.read(TraceInput.of(TraceInput.STDIN), event -> {});
      assertTrue(run.summary().truncated(), "cut at " + length);
      most = Math.max(most, run.summary().events());
    }
    assertTrue(most > 50, most + " events");
  }
}

package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.TraceException;
import dev.winnow.recorder.TraceFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes as a trace of each other format, and as compressed input. A fuzzer runs one method at a
 * time: {@code -Dtest=FormatFuzzTest#ftrace}.
 */
class FormatFuzzTest {
  @FuzzTest
  void perfScript(byte @Nullable [] data) throws IOException {
    text(TraceFormat.PERF_SCRIPT, data);
  }

  @FuzzTest
  void perfTrace(byte @Nullable [] data) throws IOException {
    text(TraceFormat.PERF_TRACE, data);
  }

  @FuzzTest
  void ftrace(byte @Nullable [] data) throws IOException {
    text(TraceFormat.FTRACE, data);
  }

  @FuzzTest
  void audit(byte @Nullable [] data) throws IOException {
    text(TraceFormat.AUDIT, data);
  }

  @FuzzTest
  void bpftrace(byte @Nullable [] data) throws IOException {
    text(TraceFormat.BPFTRACE, data);
  }

  @FuzzTest
  void qemu(byte @Nullable [] data) throws IOException {
    text(TraceFormat.QEMU, data);
  }

  @FuzzTest
  void straceSummary(byte @Nullable [] data) throws IOException {
    text(TraceFormat.STRACE_SUMMARY, data);
  }

  /** Its records are what is counted; how many there are, only the reader can say. */
  @FuzzTest
  void perfData(byte @Nullable [] data) throws IOException {
    new ReadTrace(TraceFormat.PERF_DATA).read(bytes(data));
  }

  /**
   * Whatever is damaged: it is read that far, or refused with words. zstd gives whole blocks, so
   * that how far it is depends on how the bytes arrive.
   */
  @FuzzTest
  void compressed(byte @Nullable [] data) throws IOException {
    try {
      new ReadTrace(TraceFormat.STRACE)
          .read(new ByteArrayInputStream(bytes(data)), new ByteArrayOutputStream());
    } catch (TraceException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
    }
  }

  private static void text(TraceFormat format, byte @Nullable [] data) throws IOException {
    byte[] log = bytes(data);
    if (!isCompressed(log)) {
      RecordedRun run = new ReadTrace(format).read(log);
      assertEquals(ReadTrace.lines(log), run.summary().lines().lines());
    }
  }

  /** Begins like gzip, zstd or xz, so that its lines are not those of the bytes. */
  private static boolean isCompressed(byte[] log) {
    return log.length > 1
        && (log[0] == 0x1f || log[1] == (byte) 0xb5 || log[1] == 0x2a || log[1] == '7');
  }

  private static byte[] bytes(byte @Nullable [] data) {
    return data == null ? new byte[0] : data;
  }
}

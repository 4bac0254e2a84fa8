package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.recorder.TraceFormat;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Any bytes as a trace of strace. */
class TraceFuzzTest {
  @FuzzTest
  void read(byte @Nullable [] data) throws IOException {
    byte[] log = data == null ? new byte[0] : data;
    ReadTrace strace = new ReadTrace(TraceFormat.STRACE);
    assertEquals(ReadTrace.lines(log), strace.read(log).summary().lines().lines());
    strace.learn(log);
  }
}

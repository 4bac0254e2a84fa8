package dev.winnow.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.reader.Sample;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatDetectorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "read(3, \"\", 5) = 0\n",
        "1234 21:00:59 [  39] getpid() = 5 <0.000014>\n",
        "program output first\n[pid 5] close(3) = 0\n",
        "5 +++ exited with 0 +++\n",
        "--- SIGCHLD {si_signo=SIGCHLD} ---\n",
        "execve(\"/bin/x\", [\"x"
      })
  void linesOfStraceAreRecognised(String text) {
    assertEquals(TraceFormat.STRACE, detect(text).format());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|it is empty",
        "2ELIFREPxxxx|it is perf.data of a big-endian machine",
        "hello world|no line of it looks like strace's output",
        "int main(void) { return f(3); }|no line of it looks like strace's output",
        "{\"winnow\": 1}|it is not a trace but evidence",
        "<!DOCTYPE html><html>|it is a web page"
      })
  void otherTextIsNamed(String text, String problem) {
    FormatDetector.Detected detected = detect(text);
    assertNull(detected.format());
    assertTrue(detected.problem().startsWith(problem), detected.problem());
  }

  @Test
  void binariesAreNamed() {
    assertTrue(problem(0x7f, 'E', 'L', 'F').contains("winnow record"));
    assertTrue(problem(1, 0, 2, 0).contains("binary file"));
  }

  private static FormatDetector.Detected detect(String text) {
    return FormatDetector.detect(new Sample(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String problem(int... bytes) {
    byte[] sample = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      sample[i] = (byte) bytes[i];
    }
    return FormatDetector.detect(new Sample(sample)).problem();
  }
}

package dev.winnow.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.recorder.Ingestion;
import dev.winnow.recorder.RecordedRun;
import dev.winnow.recorder.Tools;
import dev.winnow.recorder.strace.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StraceCaptureTest {
  @TempDir Path directory = Path.of("");

  @Test
  void commandIsRecordedWithNumbersAndPaths() throws Exception {
    Capture capture = record("sh", "-c", "exec true");
    assertEquals(new ProgramExit.Exited(0), capture.exit());
    assertTrue(capture.recorder().startsWith("strace "), capture.recorder());
    Reading reading = new Reading();
    RecordedRun run = new Ingestion().read(capture, reading);
    assertEquals(0, run.summary().lines().failed(), run::toString);
    assertEquals(0, run.summary().undecoded().size(), run::toString);
    assertTrue(reading.images.getLast().endsWith("/true"), reading.images.toString());
    assertTrue(reading.events.getFirst().contains(" execve "), reading.events.getFirst());
  }

  @ParameterizedTest
  @CsvSource({
    "exit 0, Exited[code=0]",
    "exit 7, Exited[code=7]",
    "exit 143, Exited[code=143]",
    "kill -TERM $$, 'Killed[signal=SIGTERM, number=15]'",
    "kill -SEGV $$, 'Killed[signal=SIGSEGV, number=11]'",
    "kill -KILL $$, 'Killed[signal=SIGKILL, number=9]'"
  })
  void endOfTheProgramIsReported(String script, String exit) throws Exception {
    assertEquals(exit, record("sh", "-c", script).exit().toString());
  }

  @Test
  void childThatOutlivesTheProgramIsRecorded() throws Exception {
    Capture capture = record("sh", "-c", "(sleep 0.2; exit 5) & exit 3");
    assertEquals(new ProgramExit.Exited(3), capture.exit());
    String trace = Files.readString(capture.trace());
    assertTrue(trace.contains("exited with 5"), trace);
  }

  /** The program sends the signals itself, as somebody who stops winnow would. */
  @ParameterizedTest
  @CsvSource({
    "'kill -TERM %d; exec sleep 100', SIGTERM",
    "'kill -TERM %d; kill -TERM %d; exec sleep 100', SIGTERM",
    "'trap \"\" TERM; kill -TERM %d; sleep 0.5; kill -TERM %d; exec sleep 100', SIGKILL"
  })
  void recordingIsFinishedWhenWinnowIsStopped(String script, String signal) throws Exception {
    long self = ProcessHandle.current().pid();
    Capture capture = record("sh", "-c", script.replace("%d", Long.toString(self)));
    assertTrue(capture.exit().toString().contains(signal), capture.exit().toString());
    assertTrue(new Ingestion().read(capture, event -> {}).summary().events() > 10);
  }

  @Test
  void commandThatCannotBeStartedIsAnError() throws IOException {
    Path script = Files.writeString(directory.resolve("script"), "#!/no/such/interpreter\n");
    assertProblem("script may not be executed; chmod +x it", script.toString());
    assertTrue(script.toFile().setExecutable(true));
    assertProblem("cannot start " + script + ": the kernel refused it with ENOENT", script + "");
    assertProblem("no-such-command: command not found", "no-such-command");
    assertProblem("/no/such/file: there is no such file", "/no/such/file");
    assertProblem(directory + " is a directory", directory.toString());
    assertProblem("the command is empty", "");
    assertThrows(CaptureException.class, () -> record());
  }

  @Test
  void missingPermissionToTraceIsExplained() throws Exception {
    Path deny = Tools.compile("noptrace", directory);
    Path wrapper =
        Files.writeString(
            directory.resolve("strace"),
            "#!/bin/sh\nexec " + deny + " " + Tools.require("strace") + " \"$@\"\n");
    assertTrue(wrapper.toFile().setExecutable(true));
    StraceCapture capture = new StraceCapture(wrapper);
    CaptureException e =
        assertThrows(
            CaptureException.class,
            () -> capture.record(List.of("true"), Output.PROGRAMS, directory.resolve("log")));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("no permission to trace: "), message);
    assertTrue(message.contains("--cap-add=SYS_PTRACE"), message);
  }

  @Test
  void programThatIsNotStraceIsAnError() {
    CaptureException e =
        assertThrows(CaptureException.class, () -> new StraceCapture(Path.of("/bin/echo")));
    assertEquals("/bin/echo is not strace: it answers -V with \"-V\"", e.getMessage());
  }

  private Capture record(String... command) throws CaptureException, InterruptedException {
    return new StraceCapture().record(List.of(command), Output.PROGRAMS, directory.resolve("log"));
  }

  private void assertProblem(String expected, String command) {
    CaptureException e = assertThrows(CaptureException.class, () -> record(command));
    assertTrue(String.valueOf(e.getMessage()).contains(expected), e.getMessage());
  }
}

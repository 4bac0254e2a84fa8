package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody sits at a terminal, types, and presses Ctrl-C. */
class TerminalTest {
  /** Runs a command on a new terminal; types the keys once the awaited text has appeared. */
  private static final String AT_A_TERMINAL =
      """
      import os, pty, sys
      keys, awaited, command = sys.argv[1].encode().decode("unicode_escape").encode(), sys.argv[2].encode(), sys.argv[3:]
      pid, terminal = pty.fork()
      if pid == 0:
          os.environ["TERM"] = "xterm"
          os.execvp(command[0], command)
      seen = b""
      typed = False
      while True:
          try:
              data = os.read(terminal, 4096)
          except OSError:
              break
          seen += data
          if not typed and awaited in seen:
              os.write(terminal, keys)
              typed = True
      sys.stdout.buffer.write(seen.replace(b"\\r\\n", b"\\n"))
      sys.stdout.flush()
      code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
      sys.exit(code if code >= 0 else 128 - code)
      """;

  private static final String CTRL_C = "\\x03";
  private static final String END_OF_INPUT = "\\x04";

  @TempDir private Path folder;

  @BeforeEach
  void script() throws IOException {
    Programs.requireTool("python3", "python3");
    Files.writeString(folder.resolve("terminal.py"), AT_A_TERMINAL);
  }

  private Finished type(String keys, String awaited, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("python3", folder.resolve("terminal.py") + "", keys, awaited));
    command.addAll(List.of("sh", "-c", "echo begin; exec \"$@\"", "sh"));
    command.addAll(Programs.winnowCommand(arguments));
    return Programs.run(folder, Map.of(), command);
  }

  @Test
  void programReadsTheTerminal() {
    Finished finished =
        type(
            "hello\\n" + END_OF_INPUT,
            "ready",
            "profile",
            "-o",
            "out",
            "--",
            "sh",
            "-c",
            "echo ready; cat | tr a-z A-Z; tty");
    assertEquals(0, finished.exitCode(), finished.all());
    assertTrue(finished.out().contains("HELLO\n/dev/pts/"), finished.all());
    assertTrue(Files.exists(folder.resolve("out/sh.policy")));
  }

  @Test
  void ctrlCEndsTheProgramAndKeepsWhatWasRecorded() {
    Finished finished =
        type(
            CTRL_C,
            "ready",
            "profile",
            "-n",
            "3",
            "-o",
            "out",
            "--",
            "sh",
            "-c",
            "echo ready; cat");
    assertEquals(0, finished.exitCode(), finished.all());
    assertTrue(
        finished.out().contains("going on with what was recorded, 1 of 3 runs"), finished.all());
    assertFalse(finished.out().contains("run 2"), finished.all());
    assertTrue(Files.exists(folder.resolve("out/report.html")));
  }

  @Test
  void ctrlCReachesAProgramThatHandlesIt() {
    Finished finished =
        type(
            CTRL_C,
            "ready",
            "record",
            "-n",
            "2",
            "--exit-code",
            "command",
            "-o",
            "x.evidence",
            "--",
            "sh",
            "-c",
            "trap 'echo saved; exit 3' INT; echo ready; while :; do sleep 0.05; done");
    assertTrue(finished.out().contains("saved"), finished.all());
    assertEquals(3, finished.exitCode(), finished.all());
    assertTrue(Files.exists(folder.resolve("x.evidence")));
  }

  @Test
  void ctrlCWhileLearningLeavesNothingBehind() throws IOException {
    Files.writeString(folder.resolve("x.policy"), "old");
    Finished finished = type("7 read(3, \\n" + CTRL_C, "begin", "learn", "-", "-o", "x.policy");
    assertEquals(130, finished.exitCode(), finished.all());
    assertEquals("old", Files.readString(folder.resolve("x.policy")));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count(), "the policy and the script");
    }
  }

  @Test
  void barIsDrawnForALongTraceAndErased() throws IOException {
    StringBuilder trace = new StringBuilder();
    for (int i = 0; i < 1000; i++) {
      trace.append(
          "7 openat(AT_FDCWD, \"/file\", O_RDONLY|O_CLOEXEC) = 3\n7 read(3, \"\", 4096) = 0\n");
    }
    Files.writeString(folder.resolve("part"), trace);
    // Packed, so that it takes little room and no machine reads it before a bar is due.
    Finished made =
        Programs.run(
            folder,
            Map.of(),
            List.of(
                "sh",
                "-c",
                "gzip -k part; for i in $(seq 4000); do cat part.gz; done > long.strace.gz"));
    assertEquals(0, made.exitCode(), made.all());
    Finished seen = type("", "never", "learn", "long.strace.gz", "-o", "x.policy");
    assertTrue(seen.out().contains("\r\u001b[Klong.strace.gz [#"), seen.all());
    assertTrue(seen.out().contains(",000,000 events") || seen.out().contains(" %"), seen.all());
    Finished unseen = Programs.winnow(folder, "learn", "part", "-o", "x.policy");
    assertEquals(0, unseen.exitCode());
    assertFalse(unseen.err().contains("\u001b"), unseen.all());
  }
}

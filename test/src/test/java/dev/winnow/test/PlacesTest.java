package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Places that cannot be written to, that are full, or where something is already. */
class PlacesTest {
  @TempDir private Path folder;

  private Finished expect(int exitCode, String... arguments) {
    Finished finished = Programs.winnow(folder, arguments);
    assertEquals(exitCode, finished.exitCode(), finished.all());
    return finished;
  }

  /** Root may write anywhere but to a file system that is mounted read-only. */
  private Finished mounted(List<String> options, String... arguments) {
    Programs.requireTool("bwrap", "bubblewrap");
    List<String> line =
        new ArrayList<>(List.of("bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
    line.addAll(options);
    line.addAll(Programs.winnowCommand(arguments));
    return Programs.run(folder, Map.of(), line);
  }

  private Finished readOnly(String... arguments) {
    return mounted(
        List.of("--ro-bind", folder + "", folder + "", "--chdir", folder + ""), arguments);
  }

  @Test
  void readOnlyCurrentFolderIsSaidBeforeTheProgramRuns() {
    for (String command : List.of("profile", "record")) {
      Finished finished = readOnly(command, "--", "echo", "ran");
      assertEquals(2, finished.exitCode(), finished.all());
      assertEquals("", finished.out());
      assertTrue(
          finished.err().toLowerCase(java.util.Locale.ROOT).contains("read-only"), finished.all());
      assertTrue(finished.err().contains("with -o"), finished.all());
    }
  }

  @Test
  void placeOfTheRecordingFollowsTmpdir() {
    List<String> missing = List.of("--setenv", "TMPDIR", "/nonexistent", "--chdir", folder + "");
    Finished finished = mounted(missing, "record", "-o", "x.evidence", "--", "echo", "ran");
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(
        finished.err().contains("in /nonexistent: no such file or directory; set TMPDIR"),
        finished.all());
    assertEquals("", finished.out());
  }

  @Test
  void fullDiskIsAnErrorWhereverItFills() throws IOException {
    Path tiny = Files.createDirectory(folder.resolve("tiny"));
    List<String> place = List.of("--size", "65536", "--tmpfs", tiny + "", "--chdir", folder + "");
    List<String> recording = new ArrayList<>(place);
    recording.addAll(List.of("--setenv", "TMPDIR", tiny + ""));
    String[] much = {
      "record",
      "-o",
      "x.evidence",
      "--",
      "sh",
      "-c",
      "for i in $(seq 3000); do :; done <&-; for i in $(seq 600); do . ./one; done"
    };
    Files.writeString(folder.resolve("one"), ":\n");
    Finished recorded = mounted(recording, much);
    assertEquals(
        2,
        recorded.exitCode(),
        recorded
            .err()
            .lines()
            .skip(Math.max(0, recorded.err().lines().count() - 3))
            .toList()
            .toString());
    assertTrue(recorded.err().contains("is full, and the recording is cut off; set TMPDIR"));
    Finished written = mounted(place, "profile", "-o", "tiny/out", "--", "ls", "-l", "/");
    assertEquals(2, written.exitCode(), written.all());
    assertTrue(written.err().contains("No space left on device"), written.all());
    assertTrue(written.err().contains("cannot write tiny/out/"), written.all());
  }

  @Test
  void missingFolderOfAFileIsAnErrorAndOfAReportIsMade() {
    Finished finished = expect(2, "record", "-o", "none/x.evidence", "--", "echo", "ran");
    assertEquals("", finished.out());
    assertTrue(
        finished.err().contains("there is no folder none; make it with mkdir -p"), finished.all());
    expect(0, "profile", "-q", "-o", "some/new folder", "--", "true");
    assertTrue(Files.exists(folder.resolve("some/new folder/true.policy")));
  }

  @Test
  void whatIsInTheFolderAlreadyStaysUnlessItIsOurs() throws IOException {
    Path out = Files.createDirectory(folder.resolve("out"));
    Files.writeString(out.resolve("notes"), "mine");
    Files.writeString(out.resolve("true.policy"), "old");
    expect(0, "profile", "-q", "-o", "out", "--", "true");
    assertEquals("mine", Files.readString(out.resolve("notes")));
    assertTrue(Files.readString(out.resolve("true.policy")).contains("arch x86_64"));
    Files.writeString(folder.resolve("file"), "");
    assertTrue(
        expect(2, "profile", "-o", "file", "--", "true").err().contains("is not a directory"));
  }

  @Test
  void namesWithBlanksWork() throws IOException {
    Path program = folder.resolve("my program");
    Files.writeString(program, "#!/bin/sh\necho \"$1\"\n");
    assertTrue(program.toFile().setExecutable(true));
    assertEquals(
        "a  b\n", expect(0, "record", "-o", "my runs", "--", "./my program", "a  b").out());
    expect(0, "learn", "my runs", "-o", "my policy");
    expect(0, "check", "my policy", "my runs");
  }

  @Test
  void twoAtOnceDoNotDisturbEachOther() {
    String winnow =
        String.join(
            " ",
            Programs.winnowCommand("profile", "-q", "-o", "out", "--", "true").stream()
                .map(word -> "'" + word + "'")
                .toList());
    Finished finished =
        Programs.run(
            folder, Map.of(), List.of("sh", "-c", winnow + " & " + winnow + " && wait $!"));
    assertEquals(0, finished.exitCode(), finished.all());
    expect(0, "verify", "out/true.policy", "out/true.bpf");
  }
}

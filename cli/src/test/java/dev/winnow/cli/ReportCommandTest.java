package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
  @TempDir private Path folder = Path.of("");

  private InProcess winnow(String line) {
    return InProcess.line(folder, line);
  }

  @BeforeEach
  void record() throws IOException {
    Files.writeString(
        folder.resolve("app.strace"),
        """
        100 execve("/bin/app", ["app"], 0x1 /* 1 var */) = 0
        100 getpid() = 100
        100 close(3) = 0
        100 exit_group(0) = ?
        """);
    InProcess ingested = winnow("ingest DIR/app.strace -o DIR/app.evidence");
    assertEquals(0, ingested.exitCode(), ingested.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"md", "csv", "cobertura", "badge"})
  void twoFormsAtOnceAreRefused(String format) {
    InProcess result = winnow("report --json DIR/app.evidence --format " + format);
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains("--json and --format both say how to write"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void releasesOfOneNameAreNotDropped() throws IOException {
    Path releases = Files.createDirectory(folder.resolve("releases"));
    Path evidence = folder.resolve("app.evidence");
    Files.copy(evidence, releases.resolve("v1.evidence"));
    Files.copy(evidence, releases.resolve("v1.evidence.gz"));
    InProcess result = winnow("report --history DIR/releases --format md -o DIR/r");
    assertEquals(2, result.exitCode());
    assertTrue(
        result
            .err()
            .contains("DIR/releases/v1.evidence and DIR/releases/v1.evidence.gz are both release"),
        result.err());
    assertFalse(Files.exists(folder.resolve("r")));
  }

  /** Lines are those of the file, which CI systems show. */
  @Test
  void coberturaHasTheLinesOfTheFile() throws IOException {
    List<String> rules =
        List.of(
            "arch x86_64",
            "",
            "# what it needs",
            "sys_getpid: 1",
            "default kill_process",
            "sys_exit_group: 1",
            "sys_uname: 1",
            "sys_close: 1",
            "sys_execve: 1");
    Files.write(folder.resolve("own.policy"), rules);
    String line = "report DIR/app.evidence --format cobertura -o DIR/c.xml";
    InProcess result = winnow(line + " --policy DIR/own.policy");
    assertEquals(0, result.exitCode(), result.err());
    String xml = Files.readString(folder.resolve("c.xml"));
    List<String> lines = xml.lines().filter(found -> found.startsWith("<line ")).toList();
    assertEquals(
        List.of(
            "<line number=\"4\" hits=\"1\"/>",
            "<line number=\"6\" hits=\"1\"/>",
            "<line number=\"7\" hits=\"0\"/>",
            "<line number=\"8\" hits=\"1\"/>",
            "<line number=\"9\" hits=\"1\"/>"),
        lines);
  }

  @Test
  void quietMeansNoNotes() {
    String line = "learn DIR/app.evidence -o DIR/p --by role --phase auto";
    InProcess loud = winnow(line);
    assertTrue(loud.err().contains("note: no phase: after no call"), loud.err());
    InProcess quiet = winnow("learn -q" + line.substring("learn".length()));
    assertEquals(0, quiet.exitCode(), quiet.err());
    assertEquals("", quiet.err());
  }
}

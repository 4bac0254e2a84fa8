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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCommandTest {
  private static final String HEAD = "arch x86_64\ndefault errno(EPERM)\n";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    write("read.policy", HEAD + "sys_read: 1\nsys_execve: 1\nsys_exit_group: 1\n");
    write("low.policy", HEAD + "sys_read: 1\nsys_execve: 1\nsys_exit_group: 1\nsys_close: 1\n");
    write("medium.policy", HEAD + "sys_read: 1\nsys_execve: 1\nsys_exit_group: 1\nsys_setuid: 1\n");
    write("high.policy", HEAD + "sys_read: 1\nsys_execve: 1\nsys_exit_group: 1\nsys_bpf: 1\n");
    write("less.policy", HEAD + "sys_read: 1\nsys_execve: 1\n");
    write("other.policy", HEAD + "sys_read: 1\nsys_execve: 1\nsys_sync: 1 -> trap\n");
    write("app.strace", trace("7 read(3, \"x\", 4096) = 1\n"));
    write("new.strace", trace("7 bpf(BPF_MAP_CREATE, 0x7ffc, 72) = -1 EPERM (x)\n"));
    assertEquals(0, run("compile DIR/high.policy -f bpf -o DIR/high.bpf").exitCode());
    assertEquals(0, run("ingest -q DIR/app.strace -o DIR/app.evidence").exitCode());
    assertEquals(0, run("ingest -q DIR/new.strace -o DIR/new.evidence").exitCode());
  }

  private static String trace(String call) {
    return "7 execve(\"/bin/app\", [\"app\"], 0x7ffc /* 3 vars */) = 0\n"
        + call
        + "7 exit_group(0) = ?\n7 +++ exited with 0 +++\n";
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }

  private InProcess run(String line) {
    return InProcess.line(folder, line);
  }

  @ParameterizedTest
  @CsvSource({
    "read, read, 0, 0, 0, 0",
    "read, low, 1, 1, 0, 0",
    "read, medium, 1, 1, 1, 0",
    "read, high, 1, 1, 1, 1",
    "high, read, 0, 1, 0, 0",
    "low, high, 1, 1, 1, 1",
  })
  void whatFailsIsChosen(String before, String after, int wider, int any, int medium, int high) {
    String line = "diff -q DIR/%s.policy DIR/%s.policy".formatted(before, after);
    assertEquals(wider, run(line).exitCode());
    assertEquals(wider, run(line + " --fail-on wider").exitCode());
    assertEquals(any, run(line + " --fail-on any").exitCode());
    assertEquals(medium, run(line + " --fail-on risk:medium").exitCode());
    assertEquals(high, run(line + " --fail-on risk:high").exitCode());
    assertEquals("", run(line).out());
  }

  @Test
  void onlyReducesRefusesWhateverElseIsDone() {
    assertEquals(0, run("diff -q DIR/read.policy DIR/less.policy --only-reduces").exitCode());
    assertEquals(1, run("diff -q DIR/less.policy DIR/other.policy --only-reduces").exitCode());
    assertEquals(0, run("diff -q DIR/less.policy DIR/other.policy").exitCode());
  }

  /** Every kind with every other: bpf(2) is new wherever the new side has it. */
  @ParameterizedTest
  @CsvSource({
    "read.policy, high.policy, 1",
    "read.policy, high.bpf, 1",
    "high.bpf, read.policy, 0",
    "high.bpf, high.policy, 0",
    "app.evidence, high.policy, 1",
    "app.evidence, high.bpf, 1",
    "read.policy, new.evidence, 1",
    "high.policy, new.evidence, 0",
    "high.bpf, new.evidence, 0",
    "app.evidence, new.evidence, 1",
    "new.evidence, app.evidence, 0",
  })
  void anyKindIsComparedWithAnyOther(String before, String after, int bpf) {
    String line = "diff DIR/" + before + " DIR/" + after;
    InProcess ran = run(line + " --fail-on risk:high");
    assertEquals(bpf, ran.exitCode(), ran.out());
    assertEquals(bpf == 1, ran.out().contains("high    wider     bpf"), ran.out());
    assertEquals(bpf == 1, run(line + " --format md").out().contains("| **high** | `bpf"));
    String json = run(line + " --json").out();
    assertEquals(bpf == 1, json.contains("\"risk\" : \"high\""), json);
    assertEquals(json, run(line + " --format json").out());
    assertTrue(run(line + " --format sarif").out().contains("\"version\" : \"2.1.0\""));
  }

  @Test
  void whereTheFilterStartsIsSaid() throws IOException {
    write("next.policy", HEAD + "on_next_syscall: 1\nsys_read: 1\nsys_execve: 1\n");
    String out = run("diff DIR/less.policy DIR/next.policy").out();
    assertTrue(out.startsWith("same\nnote: the policies do not agree on on_next_syscall"), out);
    write("bare.policy", HEAD + "on_next_syscall: 1\nsys_read: 1\nsys_exit_group: 1\n");
    assertEquals(0, run("diff DIR/bare.policy DIR/app.evidence").exitCode());
  }

  @Test
  void sarifPointsAtTheRule() {
    String sarif = run("diff DIR/read.policy DIR/high.policy --format sarif").out();
    assertTrue(sarif.contains("\"startLine\" : 6"), sarif);
    assertTrue(sarif.contains("/high.policy\""), sarif);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "diff DIR/read.policy DIR/low.policy --fail-on risk:awful",
        "diff DIR/read.policy DIR/low.policy --format html",
        "diff DIR/read.policy DIR/low.policy --format md --json",
        "diff DIR/read.policy DIR/app.strace",
        "diff DIR/read.policy DIR/none",
      })
  void whatIsNotUnderstoodIsAnError(String line) {
    InProcess ran = run(line);
    assertEquals(2, ran.exitCode());
    assertEquals("", ran.out());
    assertFalse(ran.err().contains("internal error"), ran.err());
  }

  @Test
  void namesOfFilesAndProgramsAreHarmless() throws IOException {
    String evil = "\u001b[2J\u202e<img src=x onerror=alert(1)>`|\n### x.policy";
    write(evil, HEAD + "sys_bpf: 1\n");
    write(
        "evil.strace",
        trace("7 execve(\"/bin/\\33[2J<img src=x onerror=alert(1)>\", [\"x\"], 0x7ffc) = 0\n"));
    assertEquals(0, run("ingest -q DIR/evil.strace -o DIR/evil.evidence").exitCode());
    for (String format : List.of("text", "md", "json", "sarif")) {
      for (List<String> pair :
          List.of(
              List.of("read.policy", evil),
              List.of(evil, "read.policy"),
              List.of("app.evidence", "evil.evidence"))) {
        InProcess ran =
            InProcess.run(
                folder,
                "diff",
                folder.resolve(pair.get(0)).toString(),
                folder.resolve(pair.get(1)).toString(),
                "--format",
                format);
        assertTrue(
            ran.out()
                .codePoints()
                .allMatch(c ->
                    c == '\n'
                        || !(Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT)),
            ran.out());
        assertFalse(ran.out().contains("\n### x.policy"), ran.out());
        assertEquals("", ran.err());
      }
    }
  }
}

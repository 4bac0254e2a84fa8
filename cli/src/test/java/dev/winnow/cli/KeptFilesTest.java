package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command reads is there when it is done, and a policy that only a fault spoils as well. */
class KeptFilesTest {
  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("a.strace"), "7 close(3) = 0\n");
    Files.writeString(
        folder.resolve("a.policy"), "arch x86_64\ndefault errno(EPERM)\nsys_close: fd == 3\n");
    line(0, "ingest DIR/a.strace -q -o DIR/a.evidence");
    line(0, "compile DIR/a.policy -q -f bpf -o DIR/a.bpf");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a.policy"));
  }

  private InProcess line(int exitCode, String line) {
    return InProcess.line(folder, exitCode, line);
  }

  @ParameterizedTest
  @CsvSource({
    "a.strace,   ingest DIR/a.strace -o DIR/a.strace",
    "a.strace,   learn DIR/a.strace -o DIR/a.strace",
    "a.evidence, learn DIR/a.evidence -o DIR/./a.evidence",
    "a.bpf,      import DIR/a.bpf -o DIR/a.bpf",
    "a.policy,   compile DIR/a.policy -f bpf -o DIR/a.policy",
    "a.policy,   compile DIR/link -f bpf -o DIR/a.policy",
    "a.evidence, compile DIR/a.policy -f bpf --workload DIR/a.evidence -o DIR/a.evidence",
    "a.policy,   compile DIR/a.policy -f bpf -o DIR/b --certify DIR/a.policy",
    "a.policy,   report DIR/a.evidence --policy DIR/a.policy --format md -o DIR/a.policy",
  })
  void whatIsReadIsNotOverwritten(String kept, String line) throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve(kept));
    String err = line(2, line).err();
    assertTrue(err.contains("is read and would be overwritten; name another file"), err);
    assertArrayEquals(before, Files.readAllBytes(folder.resolve(kept)));
  }

  @ParameterizedTest
  @CsvSource({
    "compile DIR/a.policy -f policy -o DIR/a.policy",
    "merge DIR/a.evidence -o DIR/a.evidence",
    "update DIR/a.policy DIR/a.policy -o DIR/a.policy"
  })
  void whatBecomesAnotherOfItsKindIs(String line) {
    line(0, line);
  }

  @Test
  void aPolicyWithAFaultIsNotReplacedByALearnedOne() throws IOException {
    String faulty = "arch x86_64\ndefault errno(EPERM)\nsys_reboot: 1\nsys_close: fd ==\n";
    Files.writeString(folder.resolve("hand.policy"), faulty);
    String err = line(2, "learn DIR/a.evidence -o DIR/hand.policy").err();
    assertTrue(err.contains("Remedy: mend the policy"), err);
    assertEquals(faulty, Files.readString(folder.resolve("hand.policy")));
  }

  @Test
  void aTraceUnderTwoNamesIsNoted() throws IOException {
    Files.copy(folder.resolve("a.strace"), folder.resolve("b.strace"));
    String err = line(0, "ingest DIR/a.strace DIR/b.strace -o DIR/both").err();
    assertTrue(err.contains("b.strace is ") && err.contains("again; it counts once"), err);
  }

  @Test
  void helpIsFormattedWithoutWarnings() {
    Main.COMMANDS
        .keySet()
        .forEach(command -> {
          InProcess help = line(0, command + " --help");
          assertEquals("", help.err(), command);
        });
  }
}

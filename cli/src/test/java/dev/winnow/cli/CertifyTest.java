package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Program and certificate are two files; what is refused writes neither. */
class CertifyTest {
  private static final String POLICY = "arch x86_64\ndefault errno(EPERM)\nsys_read: fd == 0\n";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.writeString(folder.resolve("a.policy"), POLICY);
    Files.createDirectory(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("sub"));
    Files.writeString(folder.resolve("old"), "old");
    Files.createSymbolicLink(folder.resolve("also-old"), folder.resolve("old"));
    Files.createLink(folder.resolve("hard"), folder.resolve("old"));
  }

  private InProcess line(int exitCode, String line) {
    return InProcess.line(folder, exitCode, line);
  }

  @ParameterizedTest
  @CsvSource({
    "DIR/a,      DIR/a",
    "DIR/a,      DIR/./a",
    "DIR/sub/a,  DIR/sub/../sub/a",
    "DIR/sub/a,  DIR/link/a",
    "DIR/old,    DIR/also-old",
    "DIR/old,    DIR/hard",
    "-,          -"
  })
  void oneFileForBothIsRefused(String program, String certificate) throws IOException {
    String line = "compile DIR/a.policy -f bpf -o " + program + " --certify " + certificate;
    InProcess refused = line(2, line);
    assertTrue(refused.err().contains("name the same file"), refused.err());
    assertEquals("old", Files.readString(folder.resolve("old")));
    assertFalse(Files.exists(folder.resolve("a")));
    assertFalse(Files.exists(folder.resolve("sub/a")));
  }

  @Test
  void filesOfOneNameInTwoFoldersAreTwo() throws IOException {
    line(0, "compile -q DIR/a.policy -f bpf -o DIR/a --certify DIR/sub/a");
    line(0, "verify -q DIR/a.policy DIR/a --certificate DIR/sub/a");
  }

  /** A certificate without its program would be about nothing. */
  @Test
  void whereTheProgramCannotBeWrittenThereIsNoCertificate() throws IOException {
    Path full = Path.of("/dev/full");
    assertTrue(Files.exists(full), "a file that takes no byte is needed");
    line(2, "compile DIR/a.policy -f bpf -o " + full + " --certify DIR/a.certificate");
    assertFalse(Files.exists(folder.resolve("a.certificate")));
    line(2, "compile DIR/a.policy -f bpf -o DIR/a.bpf --certify " + full);
    line(0, "verify -q DIR/a.policy DIR/a.bpf");
  }

  @Test
  void whatIsNotProvedIsAFindingAndWhatIsNoCertificateIsBadInput() throws IOException {
    line(0, "compile -q DIR/a.policy -f bpf -o DIR/a.bpf --certify DIR/a.certificate");
    Files.writeString(folder.resolve("b.policy"), POLICY.replace("0", "1"));
    line(1, "verify DIR/b.policy DIR/a.bpf");
    line(1, "verify DIR/b.policy DIR/a.bpf --certificate DIR/a.certificate");
    line(2, "verify DIR/a.policy DIR/a.bpf --certificate DIR/a.policy");
    line(2, "verify DIR/a.policy DIR/a.bpf --certificate DIR/missing");
    line(2, "verify DIR/a.policy DIR/a.policy");
  }
}

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
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That some kernels run uretprobe and uprobe past every filter is said where denials are relied on.
 */
class UnfilteredTest {
  private static final String NOTE =
      "not filterable: Linux 6.18 runs the x86_64 syscalls uretprobe (335) and uprobe (336) past"
          + " every filter";

  @TempDir private Path folder;

  @BeforeEach
  void files() throws IOException {
    for (String arch : new String[] {"x86_64", "i386"}) {
      String policy = "arch " + arch + "\ndefault errno(EPERM)\nsys_getpid: 1\n";
      Files.writeString(folder.resolve(arch), policy);
      line(0, "compile -q DIR/" + arch + " -f bpf -o DIR/" + arch + ".bpf");
    }
    String allowing = "arch x86_64\ndefault errno(EPERM)\nsys_uretprobe: 1\nsys_uprobe: 1\n";
    Files.writeString(folder.resolve("allowing"), allowing);
    Files.writeString(folder.resolve("probed.strace"), "7 getpid() = 7\n7 uretprobe() = 0\n");
    Files.writeString(folder.resolve("plain.strace"), "7 getpid() = 7\n7 getuid() = 0\n");
  }

  private InProcess line(int exitCode, String line) {
    return InProcess.line(folder, exitCode, line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpf", "asm", "c", "oci", "bitmask"})
  void whereAFilterIsMade(String form) {
    String rest = " -f " + form + " -o DIR/out --allow-wider";
    assertTrue(line(0, "compile DIR/x86_64" + rest).err().contains("note: " + NOTE));
    assertTrue(line(0, "compile --json DIR/x86_64" + rest).out().contains(NOTE));
    assertFalse(line(0, "compile -q DIR/x86_64" + rest).err().contains(NOTE));
    if (!form.equals("oci")) { // which filters the machine's own architecture always
      assertFalse(line(0, "compile DIR/i386" + rest).err().contains(NOTE));
    }
  }

  @Test
  void whereAProgramIsRead() {
    assertTrue(line(0, "disasm DIR/x86_64.bpf").err().contains("note: DIR/x86_64.bpf: " + NOTE));
    assertTrue(line(0, "disasm --json DIR/x86_64.bpf").out().contains(NOTE));
    assertFalse(line(0, "disasm DIR/i386.bpf").err().contains(NOTE));
  }

  /** ret errno(1): asks nothing, so x86_64 processes have it too. */
  @Test
  void whereAProgramAsksForNoArchitecture() throws IOException {
    Files.write(folder.resolve("all.bpf"), new byte[] {6, 0, 0, 0, 1, 0, 5, 0});
    assertTrue(line(0, "disasm DIR/all.bpf").err().contains(NOTE));
  }

  @ParameterizedTest
  @CsvSource({
    "x86_64,   probed, 1, true",
    "x86_64,   plain,  1, false",
    "allowing, probed, 1, false",
    "x86_64.bpf, probed, 1, true"
  })
  void whereARecordingHasWhatThePolicyDenies(String policy, String trace, int code, boolean said) {
    line(0, "ingest -q DIR/" + trace + ".strace -o DIR/evidence");
    for (String input : new String[] {trace + ".strace", "evidence"}) {
      InProcess check = line(code, "check DIR/" + policy + " DIR/" + input);
      assertEquals(said, check.err().contains("note: " + NOTE), input + "\n" + check.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sim DIR/x86_64.bpf", "explain DIR/x86_64"})
  void whereSuchAnEventIsAsked(String command) {
    assertTrue(line(0, command + " uprobe()").err().contains(NOTE));
    assertFalse(line(0, command + " getuid()").err().contains(NOTE));
    assertFalse(line(0, "sim DIR/i386.bpf --arch i386 nr(335)()").err().contains(NOTE));
  }
}

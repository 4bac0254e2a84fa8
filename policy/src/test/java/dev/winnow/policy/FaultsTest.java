package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What people are told about faulty policies: each {@code faults/NAME.policy} against {@code
 * faults/NAME.expected}. {@code -Dwinnow.updateGoldens=true} rewrites the expectations.
 */
class FaultsTest {
  private static final Path FAULTS = Path.of("src/test/resources/dev/winnow/policy/faults");

  @TestFactory
  Stream<DynamicTest> goldens() throws IOException {
    try (Stream<Path> files = Files.list(FAULTS)) {
      return files.filter(f -> f.toString().endsWith(".policy")).sorted().toList().stream()
          .map(f -> DynamicTest.dynamicTest(String.valueOf(f.getFileName()), () -> check(f)));
    }
  }

  private static void check(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    byte[] text = Files.readAllBytes(file);
    PolicySyntaxException faults =
        assertThrows(PolicySyntaxException.class, () -> Policies.parse(name, text));
    String actual = faults.getMessage() + "\n";
    Path expected = file.resolveSibling(name.replace(".policy", ".expected"));
    if (Boolean.getBoolean("winnow.updateGoldens")) {
      Files.writeString(expected, actual);
    }
    assertEquals(Files.readString(expected), actual);
  }

  @Test
  void faultsAreDataFirst() {
    PolicySyntaxException faults =
        assertThrows(
            PolicySyntaxException.class,
            () -> Policies.parse("a.policy", "arch x86_64\ndefault log\n  sys_raed: 1\nfoo\n"));
    assertEquals(2, faults.errors().size());
    PolicyError first = faults.errors().getFirst();
    assertEquals("a.policy", first.source());
    assertEquals(3, first.line());
    assertEquals(3, first.column());
    assertEquals(8, first.length());
    assertEquals("x86_64 has no syscall \"raed\"", first.message());
    assertEquals("did you mean sys_read?", first.remedy());
    assertEquals(4, faults.errors().get(1).line());
  }

  @Test
  void renderingShowsThePartOfALongLineAroundTheFault() {
    String line = "x".repeat(5000) + "FAULT" + "y".repeat(5000);
    String shown = new PolicyError("a", 1, 5001, 5, "m", "r").render(line);
    String[] lines = shown.split("\n", -1);
    assertEquals(4, lines.length);
    assertTrue(lines[1].length() <= 104, lines[1]);
    assertEquals("FAULT", lines[1].substring(lines[2].indexOf('^'), lines[2].indexOf('^') + 5));
    assertTrue(lines[2].endsWith(" ^^^^^"), lines[2]);
  }

  @Test
  void renderingKeepsTabsAndHidesControlCharacters() {
    String shown = new PolicyError("a", 1, 4, 2, "m", "").render("\t\u001b[ab");
    assertEquals("a:1:4: m\n    \t?[ab\n    \t  ^^", shown);
  }

  @Test
  void manyFaultsAreCounted() {
    PolicySyntaxException faults =
        assertThrows(
            PolicySyntaxException.class, () -> Policies.parse("a", "bad line\n".repeat(5000)));
    assertEquals(1000, faults.errors().size());
    assertTrue(String.valueOf(faults.getMessage()).endsWith("a: and 4,971 more errors"));
  }
}

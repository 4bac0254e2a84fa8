package dev.winnow.traces.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds the checked-in tables against the machine's headers and trace events. Rewrite them with
 * {@code -Dwinnow.update=true}.
 */
class SyscallTableGeneratorTest {
  private static final SyscallTableGenerator GENERATOR = new SyscallTableGenerator();

  @ParameterizedTest
  @EnumSource(Arch.class)
  void theTableIsWhatTheHeadersAndTheKernelSay(Arch arch) throws IOException {
    if (Boolean.getBoolean("winnow.update")) {
      SyscallTableGenerator.write(arch, GENERATOR);
    }
    Map<Integer, String> checkedIn = checkedIn(arch);
    Map<Integer, String> generated = GENERATOR.lines(arch);
    assertTrue(generated.size() > 300, "the machine knows only " + generated.size());
    // A newer machine knows more syscalls, an older one has fewer events: both are fine.
    generated.keySet().retainAll(checkedIn.keySet());
    checkedIn.keySet().retainAll(generated.keySet());
    assertEquals(
        String.join("\n", generated.values()),
        String.join("\n", checkedIn.values()),
        "the table of "
            + arch
            + " differs from headers "
            + UnistdHeader.version(arch)
            + " and kernel "
            + TraceEvents.kernel()
            + "; if the machine is right, run: mvn test -pl traces -Dwinnow.update=true");
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyNumberOfTheHeadersIsInTheTable(Arch arch) throws IOException {
    Map<Integer, String> names = new TreeMap<>();
    checkedIn(arch).forEach((number, line) -> names.put(number, line.split("\t", -1)[1]));
    UnistdHeader.numbers(arch)
        .forEach((number, name) -> {
          if (number - SyscallTableGenerator.first(arch) <= 450) {
            assertEquals(name, names.get(number), arch + " " + number);
          }
        });
  }

  private static Map<Integer, String> checkedIn(Arch arch) throws IOException {
    Map<Integer, String> lines = new TreeMap<>();
    for (String line : Files.readAllLines(SyscallTableGenerator.path(arch))) {
      if (!line.startsWith("#")) {
        lines.put(Integer.valueOf(line.substring(0, line.indexOf('\t'))), line);
      }
    }
    return lines;
  }

  @Test
  void theKernelEntersTheFunctionsOfTheNumbersBeyondTheHeaders() throws IOException {
    Map<Integer, String> expected = new TreeMap<>();
    for (List<String> row : Tsv.rows("numbers.tsv", 5)) {
      if (row.get(3).equals("yes")) { // all of these are x86_64's numbers too
        expected.put(Integer.valueOf(row.get(0)), row.get(1));
      }
    }
    Map<Integer, String> entered;
    try (NumberProof proof = new NumberProof()) {
      entered = proof.entered(expected);
    }
    Map<Integer, String> known = new TreeMap<>(expected);
    known.values().retainAll(TraceEvents.parameters().keySet());
    assertEquals(known, entered);
  }

  /** The proof would not see a wrong number if it did not look. */
  @Test
  void theProofNamesWhatTheKernelEnteredAndNotWhatWasExpected() throws IOException {
    try (NumberProof proof = new NumberProof()) {
      Map<Integer, String> entered =
          proof.entered(Map.of(451, "cachestat", 452, "mseal", 462, "fchmodat2"));
      assertEquals(Map.of(451, "cachestat", 452, "fchmodat2", 462, "mseal"), entered);
    }
  }

  @Test
  void everyRowOfTheHandMadeTablesIsUsed() {
    SyscallTableGenerator generator = new SyscallTableGenerator();
    for (Arch arch : Arch.values()) {
      assertTrue(generator.lines(arch).size() > 300, arch.label());
    }
    assertEquals(Set.of(), generator.unused());
  }
}

package dev.winnow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Command;

class MainTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void commandsAreKnownByTheNamesThatTheirHelpShows() {
    Main.COMMANDS.forEach((name, command) -> {
      Command said = command.getAnnotation(Command.class);
      assertNotNull(said, name);
      assertEquals(name, said.name());
    });
  }

  @Test
  void helpListsAllCommandsAndEachHasItsOwn() {
    InProcess help = InProcess.run(folder, "--help");
    Main.COMMANDS.forEach((name, command) -> {
      assertTrue(help.out().contains("\n  " + name + " "), name);
      assertEquals(0, InProcess.run(folder, name, "--help").exitCode(), name);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "diff --format foo a b | --format: 'foo'; expected one of text, md, json, sarif",
        "report a --format foo | --format: 'foo'; expected one of html, md, json, csv, cobertura, badge",
        "completion fish | 'fish'; expected one of bash, zsh",
      })
  void wordsAreNamedAsTheyAreTyped(String line, String message) {
    InProcess refused = InProcess.line(folder, line);
    assertEquals(2, refused.exitCode());
    assertTrue(refused.err().startsWith("winnow: " + message + "\n"), refused.err());
  }

  @Test
  void withoutAKnownCommandAllAreLookedAt() {
    assertTrue(InProcess.run(folder, "-h", "diff").out().startsWith("Usage: winnow [-hV] COMMAND"));
    assertTrue(InProcess.run(folder, "dif").err().contains("winnow diff"));
  }
}

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

/** Every console command of the README works, in the order in which a reader would type them. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir private Path folder;

  private static List<String> commands() throws IOException {
    List<String> commands = new ArrayList<>();
    boolean console = false;
    for (String line : Files.readAllLines(README)) {
      if (line.startsWith("```")) {
        console = line.equals("```console");
      } else if (console && line.startsWith("$ ")) {
        commands.add(line.substring(2));
      }
    }
    return commands;
  }

  @Test
  void everyCommandDoesWhatItSays() throws IOException {
    Path launcher = folder.resolve("winnow");
    List<String> quoted = new ArrayList<>();
    Programs.winnowCommand().forEach(word -> quoted.add("'" + word + "'"));
    Files.writeString(launcher, "#!/bin/sh\nexec " + String.join(" ", quoted) + " \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));
    List<String> commands = commands();
    assertTrue(commands.size() > 15, "found only " + commands);
    for (String command : commands) {
      int expected = command.endsWith("# exit code 1") ? 1 : 0;
      Finished finished = Programs.run(folder, Map.of(), List.of("sh", "-c", command));
      assertEquals(expected, finished.exitCode(), command + "\n" + finished.all());
    }
  }

  @Test
  void everyCommandIsInTheReadme() throws IOException {
    String all = String.join("\n", commands());
    for (String command :
        ("profile record ingest events merge learn compile verify check explain diff update report"
                + " disasm sim completion")
            .split(" ", -1)) {
      assertTrue(all.contains("./winnow " + command), command);
    }
  }
}

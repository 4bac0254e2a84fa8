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

/** What a newcomer lacks is named with its remedy: the launcher runs where it is not there. */
class LauncherTest {
  @TempDir private Path folder;

  /** Runs a shell command in a copy of the file system in which some paths are empty. */
  private Finished without(List<String> hidden, String command) {
    Programs.requireTool("bwrap", "bubblewrap");
    List<String> line =
        new ArrayList<>(List.of("bwrap", "--bind", "/", "/", "--dev", "/dev", "--proc", "/proc"));
    for (String path : hidden) {
      if (Files.isDirectory(Path.of(path))) {
        line.addAll(List.of("--tmpfs", path));
      } else if (Files.exists(Path.of(path))) {
        line.addAll(List.of("--ro-bind", "/dev/null", path));
      }
    }
    line.addAll(List.of("sh", "-c", command));
    return Programs.run(folder, Map.of(), line);
  }

  private static Path launcher() throws IOException {
    return Path.of("..", "winnow").toRealPath();
  }

  private String winnow(String arguments) {
    return String.join(
            " ", Programs.winnowCommand().stream().map(word -> "'" + word + "'").toList())
        + " "
        + arguments;
  }

  @Test
  void noJdk() throws IOException {
    Finished finished =
        without(
            List.of("/usr/lib/jvm", "/opt", "/usr/java", "/usr/local/lib/jvm"),
            "unset JAVA_HOME; HOME=/nonexistent PATH=/usr/bin:/bin '" + launcher() + "' --version");
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(finished.err().contains("no JDK 25 found"), finished.all());
    assertTrue(finished.err().contains("JAVA_HOME"), finished.all());
  }

  @Test
  void noMavenInAFreshClone() throws IOException {
    Path clone = folder.resolve("a clone");
    Files.createDirectories(clone.resolve(".mvn"));
    for (String file : List.of("winnow", ".mvn/find-jdk.sh", "pom.xml")) {
      Files.copy(Path.of("..").resolve(file), clone.resolve(file));
    }
    Finished finished =
        without(
            List.of(),
            "mkdir bin; for tool in sh dirname readlink find touch mkdir mktemp grep head rm flock"
                + " cat; do ln -s \"$(command -v $tool)\" bin/$tool; done;"
                + " PATH=$PWD/bin ./a\\ clone/winnow --version");
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(finished.err().contains("apt-get install maven"), finished.all());
  }

  @Test
  void noStrace() {
    Finished finished = without(List.of("/usr/bin/strace"), winnow("record -- true"));
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(finished.err().contains("strace"), finished.all());
  }

  @Test
  void noFont() {
    Finished finished =
        without(List.of("/usr/share/fonts", "/usr/local/share/fonts"), winnow("profile -- true"));
    assertEquals(2, finished.exitCode(), finished.all());
    assertTrue(finished.err().contains("apt-get install"), finished.all());
    assertTrue(finished.err().contains("fonts-dejavu-core"), finished.all());
  }
}

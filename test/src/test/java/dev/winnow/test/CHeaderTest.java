package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The header of {@code compile -f c} builds without a warning, and the kernel enforces it. */
class CHeaderTest {
  private static final String POLICY =
      """
      # winnow policy 1
      arch x86_64
      default allow
      sys_mkdir: 1 -> errno(EXDEV)
      sys_dup: fildes != 1 -> errno(ENOTTY)
      """;

  private static final String PROGRAM =
      """
      #include "my-app.h"
      #include <errno.h>
      #include <stdio.h>
      #include <sys/stat.h>
      #include <unistd.h>

      int main(void)
      {
          if (my_app_install() != 0)
              return 1;
          if (mkdir("made", 0700) != -1 || errno != EXDEV)
              return 2;
          if (dup(1) < 0)
              return 3;
          if (dup(0) != -1 || errno != ENOTTY)
              return 4;
          return puts("installed") < 0;
      }
      """;

  @TempDir private Path folder;

  @BeforeEach
  void header() throws IOException {
    Files.writeString(folder.resolve("app.policy"), POLICY);
    Files.writeString(folder.resolve("program.c"), PROGRAM);
    expect(Programs.winnow(folder, "compile", "app.policy", "-f", "c", "-o", "my-app.h"));
  }

  private static Finished expect(Finished finished) {
    assertEquals(0, finished.exitCode(), finished.all());
    return finished;
  }

  private void buildsAndRuns(String... compiler) {
    Programs.requireTool(compiler[0], compiler[0]);
    List<String> command = new ArrayList<>(List.of(compiler));
    command.addAll(
        List.of("-Wall", "-Wextra", "-Wpedantic", "-Wcast-align", "-Werror", "-D_DEFAULT_SOURCE"));
    command.addAll(List.of("-o", "program", "program.c"));
    Finished built = expect(Programs.run(folder, Map.of(), command));
    assertEquals("", built.out() + built.err());
    Finished ran = expect(Programs.run(folder, Map.of(), List.of("./program")));
    assertEquals("installed\n", ran.out());
    assertTrue(Files.notExists(folder.resolve("made")));
  }

  @Test
  void asC99() {
    buildsAndRuns("gcc", "-std=c99");
  }

  @Test
  void asCPlusPlus() {
    buildsAndRuns("g++", "-x", "c++", "-std=c++11");
  }

  @Test
  void itIsTheSameEveryTimeAndNamesNoPlace() throws IOException {
    Files.createDirectory(folder.resolve("elsewhere"));
    Path again = folder.resolve("elsewhere/my-app.h");
    expect(Programs.winnow(folder, "compile", "./app.policy", "-f", "c", "-o", again.toString()));
    String text = Files.readString(again);
    assertEquals(Files.readString(folder.resolve("my-app.h")), text);
    assertTrue(!text.contains("elsewhere") && !text.contains("app.policy"), text);
  }
}

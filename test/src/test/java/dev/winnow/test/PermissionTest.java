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

/** A container whose filter denies ptrace, made by winnow itself. */
class PermissionTest {
  @TempDir private Path folder;

  @Test
  void noPermissionToTraceIsSaidOnceWithTheRemedy() throws IOException {
    Files.writeString(
        folder.resolve("container.policy"),
        "arch x86_64\ndefault allow\nsys_ptrace: 1 -> errno(EPERM)\n");
    Finished compiled =
        Programs.winnow(folder, "compile", "container.policy", "-f", "bpf", "-o", "container.bpf");
    assertEquals(0, compiled.exitCode(), compiled.all());
    List<String> line =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec bwrap --bind / / --dev /dev --proc /proc --seccomp 9 \"$@\" 9<container.bpf",
                "sh"));
    line.addAll(Programs.winnowCommand("profile", "--", "echo", "ran"));
    Finished finished = Programs.run(folder, Map.of(), line);
    assertEquals(2, finished.exitCode(), finished.all());
    assertEquals("", finished.out());
    assertEquals(1, finished.err().lines().count(), finished.err());
    assertTrue(finished.err().startsWith("winnow: no permission to trace: "), finished.err());
    assertTrue(finished.err().contains("--cap-add=SYS_PTRACE"), finished.err());
  }
}

package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same inputs give the same bytes, in any order, in any country. */
class DeterminismTest {
  /** Digits, letter cases and hours of their own. */
  private static final List<String> PLACES =
      List.of(
          "-Duser.language=ar -Duser.country=EG -Duser.timezone=Asia/Kathmandu",
          "-Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Apia");

  @TempDir private Path folder;

  @BeforeEach
  void samples() throws IOException {
    for (String name : List.of("ls.strace", "threads.strace", "calls-verbose.strace")) {
      Files.copy(Path.of("../traces/samples", name), folder.resolve(name));
    }
  }

  private String run(String place, String line) {
    List<String> command = Programs.winnowCommand(line.split(" ", -1));
    Finished finished = Programs.run(folder, Map.of("JAVA_TOOL_OPTIONS", place), command);
    assertEquals(0, finished.exitCode(), finished.all());
    return finished.out();
  }

  /** Everything that winnow makes of traces, from the traces in the given order. */
  private String make(String place, String target, String... traces) throws IOException {
    Files.createDirectory(folder.resolve(target));
    String all = String.join(" ", traces);
    run(place, "ingest -q " + all + " -o " + target + "/evidence");
    run(place, "learn -q " + all + " -o " + target + "/policy");
    String policy = target + "/policy";
    String workload = " --workload " + target + "/evidence";
    run(place, "compile -q " + policy + " -f bpf -o " + target + "/bpf" + workload);
    run(place, "compile -q " + policy + " -f policy -o " + target + "/smallest");
    run(place, "compile -q --allow-wider " + policy + " -f bitmask -o " + target + "/bitmask");
    return run(place, "report --json " + target + "/evidence --policy " + policy + " -o " + target);
  }

  @Test
  void orderAndPlaceNeverMatter() throws IOException {
    String here = make("", "a", "ls.strace", "threads.strace", "calls-verbose.strace");
    String there =
        make(PLACES.getFirst(), "b", "calls-verbose.strace", "threads.strace", "ls.strace");
    assertEquals(here, there);
    String again =
        make(
            PLACES.getLast(),
            "c",
            "threads.strace",
            "ls.strace",
            "threads.strace",
            "calls-verbose.strace");
    assertEquals(here, again);
    List<Path> files;
    try (Stream<Path> listing = Files.list(folder.resolve("a"))) {
      files = listing.map(Path::getFileName).sorted().toList();
    }
    assertTrue(files.size() >= 8, files.toString());
    for (Path file : files) {
      byte[] expected = Files.readAllBytes(folder.resolve("a").resolve(file));
      for (String other : List.of("b", "c")) {
        byte[] actual = Files.readAllBytes(folder.resolve(other).resolve(file));
        assertArrayEquals(expected, actual, other + "/" + file);
      }
    }
  }
}

package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A program after {@code winnow profile}.
 *
 * @param folder where it ran, and the only one that it may write to under its policy
 * @param name under which the results are
 * @param finished what winnow said
 */
record Profiled(Path folder, String name, Finished finished) {
  /** Profiles a command in several runs. */
  static Profiled of(Path folder, int runs, String... command) {
    List<String> line =
        new ArrayList<>(List.of("profile", "-o", "out", "-n", Integer.toString(runs), "--"));
    Collections.addAll(line, command);
    Finished finished = Programs.winnow(folder, line.toArray(String[]::new));
    assertEquals(0, finished.exitCode(), finished.all());
    assertTrue(finished.out().contains("not understood         nothing;"), finished.all());
    return new Profiled(folder, Path.of(command[0]).getFileName().toString(), finished);
  }

  Path program() {
    return folder.resolve("out").resolve(name + ".bpf");
  }

  String policy() {
    return read(folder.resolve("out").resolve(name + ".policy"));
  }

  /** Runs a command under the policy. */
  Finished run(String... command) {
    return Programs.underPolicy(folder, program(), command);
  }

  /** Runs a command under the policy, which must do as it does without. */
  Finished worksTheSame(String... command) {
    Finished plain = Programs.run(folder, Map.of(), List.of(command));
    Finished filtered = run(command);
    assertEquals(plain.out(), filtered.out(), () -> filtered.all() + policy());
    assertEquals(plain.exitCode(), filtered.exitCode(), () -> filtered.all() + policy());
    return filtered;
  }

  /** Runs a command that works, and that the policy must make fail with these words. */
  void denies(String words, String... command) {
    Finished plain = Programs.run(folder, Map.of(), List.of(command));
    assertEquals(0, plain.exitCode(), plain::all);
    Finished denied = run(command);
    assertNotEquals(0, denied.exitCode(), denied::all);
    assertTrue(denied.err().contains(words), denied::all);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.winnow.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs real programs: winnow itself, and others under a compiled policy. */
public final class Programs {
  private static final long LIMIT_SECONDS = 120;

  private Programs() {}

  /** Runs winnow in a JVM of its own, as a user would. */
  static Finished winnow(Path folder, String... args) {
    return run(folder, Map.of(), winnowCommand(args));
  }

  static List<String> winnowCommand(String... args) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.winnow.cli.Main"));
    command.addAll(List.of(args));
    return command;
  }

  /** Runs a command under a compiled policy, in the real kernel. */
  static Finished underPolicy(Path folder, Path program, String... command) {
    requireTool("bwrap", "bubblewrap");
    List<String> line =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "exec bwrap --ro-bind / / --dev /dev --proc /proc --bind \"$0\" \"$0\" --seccomp 9"
                    + " \"$@\" 9<\"$PROGRAM\"",
                folder.toString()));
    line.addAll(List.of(command));
    return run(folder, Map.of("PROGRAM", program.toString()), line);
  }

  /** Compiles a C program. */
  public static Path compile(Path folder, String name, String source, String... options) {
    requireTool("gcc", "gcc libc6-dev");
    try {
      Path file = Files.writeString(folder.resolve(name + ".c"), source);
      Path program = folder.resolve(name);
      List<String> line = new ArrayList<>(List.of("gcc", "-w", "-O1"));
      line.addAll(List.of(options));
      line.addAll(List.of("-o", program.toString(), file.toString()));
      Finished finished = run(folder, Map.of(), line);
      if (finished.exitCode() != 0) {
        throw new AssertionError(
            "cannot compile; for -m32 run apt-get install gcc-multilib, or ./check\n"
                + finished.all());
      }
      return program;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails with the remedy unless a tool is installed. */
  public static void requireTool(String tool, String debianPackage) {
    for (String entry : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(entry, tool))) {
        return;
      }
    }
    throw new AssertionError(
        tool + " is not installed. Remedy: apt-get install " + debianPackage + ", or run ./check");
  }

  /** Runs a command in a folder, with more environment and without input. */
  public static Finished run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile("winnow-test", ".out");
      Path err = Files.createTempFile("winnow-test", ".err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end in " + LIMIT_SECONDS + " s");
      }
      Finished finished = new Finished(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return finished;
    } catch (IOException e) {
      throw new AssertionError("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}

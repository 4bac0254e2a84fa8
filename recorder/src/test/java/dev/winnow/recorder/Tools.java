package dev.winnow.recorder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs that tests run; if one is missing, the test fails and says how to install it. */
public final class Tools {
  private static final Path RESOURCES = Path.of("src/test/resources/dev/winnow/recorder/strace");

  private Tools() {}

  /** Compiles {@code name.c} of the test resources into {@code directory}. */
  public static Path compile(String name, Path directory) {
    return compile(name, name, directory, "-m64");
  }

  /** Likewise, as {@code called} and for the ABI of {@code option}, such as {@code -m32}. */
  public static Path compile(String name, String called, Path directory, String option) {
    Path program = directory.resolve(called);
    String source = RESOURCES.resolve(name + ".c").toString();
    run(
        directory,
        require("gcc"),
        "-O1",
        "-w",
        "-pthread",
        option,
        Path.of(source).toAbsolutePath().toString(),
        "-o",
        program.toString());
    return program;
  }

  /** Runs {@code program} under strace with {@code options}; the log is what {@code -o} writes. */
  public static byte[] strace(Path directory, List<String> options, Path program) {
    return strace(directory, options, program, List.of());
  }

  /** Likewise, with arguments for the program. */
  public static byte[] strace(
      Path directory, List<String> options, Path program, List<String> arguments) {
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(List.of(require("strace")));
    command.addAll(options);
    command.addAll(List.of("-o", log.toString(), program.toString()));
    command.addAll(arguments);
    run(directory, command.toArray(String[]::new));
    return read(log);
  }

  /** Runs {@code program} under strace without {@code -o}, so that the log is its error output. */
  public static byte[] straceToError(Path directory, List<String> options, Path program) {
    List<String> command = new ArrayList<>(List.of(require("strace")));
    command.addAll(options);
    command.add(program.toString());
    run(directory, command.toArray(String[]::new));
    return read(directory.resolve("stderr"));
  }

  /** Runs a command with its output in files of {@code directory}; any exit code will do. */
  public static int run(Path directory, String... command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("stdout").toFile())
            .redirectError(directory.resolve("stderr").toFile());
    builder.environment().put("LC_ALL", "C");
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while running " + command[0], e);
    }
  }

  /** The path of a program that the test cannot do without. */
  public static String require(String tool) {
    for (String directory : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(directory, tool);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw new AssertionError(tool + " is missing; install it: apt-get install " + tool);
  }

  public static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

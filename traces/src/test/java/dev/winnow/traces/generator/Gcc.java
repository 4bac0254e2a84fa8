package dev.winnow.traces.generator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the C compiler on one source for one ABI. */
final class Gcc implements AutoCloseable {
  private static final String REMEDY =
      "; install it with: apt-get install gcc libc6-dev linux-libc-dev";

  /** Where Debian keeps asm/ and gnu/; gcc looks there by itself for 64 bits only. */
  private static final String HEADERS = "/usr/include/x86_64-linux-gnu";

  /** What a run left: its exit code and what it wrote. */
  record Result(int exit, String output, String errors) {}

  private final String abi;
  private final Path directory;

  /**
   * A compiler for {@code abi}, {@code -m64}, {@code -m32} or {@code -mx32}.
   *
   * <p>Compiling for the other two needs no more packages: all that libc6-dev lacks is a list of
   * the functions that are stubs there, and an empty one does for constants.
   */
  Gcc(String abi) throws IOException {
    this.abi = abi;
    directory = Files.createTempDirectory("winnow-gcc");
    Path stubs = Files.createDirectory(directory.resolve("gnu"));
    for (String name : List.of("stubs-32.h", "stubs-x32.h")) {
      Files.createFile(stubs.resolve(name));
    }
  }

  /** Compiles {@code source}; lines in messages read {@code SOURCE:7:}. */
  Result run(String source, String... options) throws IOException {
    Path work = Files.createTempDirectory(directory, "run");
    Path out = work.resolve("out");
    Path errors = work.resolve("errors");
    Files.writeString(work.resolve("SOURCE"), source);
    List<String> command = new ArrayList<>(List.of("gcc", abi, "-w", "-D_GNU_SOURCE", "-x", "c"));
    command.addAll(List.of("-isystem", directory.toString(), "-isystem", HEADERS, "-o", "-"));
    command.addAll(List.of(options));
    command.add("SOURCE");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("LC_ALL", "C");
    try {
      int exit = builder.start().waitFor();
      return new Result(exit, text(out), text(errors));
    } catch (IOException e) {
      throw new IOException("cannot run gcc" + REMEDY, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while compiling", e);
    }
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}

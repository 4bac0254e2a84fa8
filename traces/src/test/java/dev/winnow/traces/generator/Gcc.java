package dev.winnow.traces.generator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the C compiler on one source for one architecture. */
final class Gcc implements AutoCloseable {
  private static final String REMEDY =
      "; install it with: apt-get install gcc libc6-dev linux-libc-dev";

  /** What a run left: its exit code and what it wrote. */
  record Result(int exit, String output, String errors) {}

  private final Target target;
  private final Path directory;

  /**
   * A compiler for {@code target}.
   *
   * <p>Compiling for i386 and x32 needs no more packages: all that libc6-dev lacks is a list of the
   * functions that are stubs there, and an empty one does for constants. Debian's linux-libc-dev
   * leaves out {@code drm/}, which linux-libc-dev-arm64-cross has; it is the same everywhere.
   */
  Gcc(Target target) throws IOException {
    this.target = target;
    directory = Files.createTempDirectory("winnow-gcc");
    Path stubs = Files.createDirectory(directory.resolve("gnu"));
    for (String name : List.of("stubs-32.h", "stubs-x32.h")) {
      Files.createFile(stubs.resolve(name));
    }
    if (!Files.exists(target.include().resolve("drm"))) {
      Files.createSymbolicLink(directory.resolve("drm"), ConstantsGenerator.drm());
    }
  }

  /** Compiles {@code source}; lines in messages read {@code SOURCE:7:}. */
  Result run(String source, String... options) throws IOException {
    Path work = Files.createTempDirectory(directory, "run");
    Path out = work.resolve("out");
    Path errors = work.resolve("errors");
    Files.writeString(work.resolve("SOURCE"), source);
    List<String> command = new ArrayList<>(List.of("gcc", "-w", "-D_GNU_SOURCE", "-x", "c"));
    command.addAll(target.options());
    command.addAll(List.of("-isystem", directory.toString(), "-o", "-"));
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

  /** The directory of the compiler's own headers, such as {@code stddef.h}. */
  static String ownHeaders() {
    try {
      Process process = new ProcessBuilder("gcc", "-print-file-name=include").start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run gcc" + REMEDY, e);
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

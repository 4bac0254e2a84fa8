package dev.winnow.test.oracle;

import dev.winnow.test.Finished;
import dev.winnow.test.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** {@code oracle.c}, built by gcc once for each state of the source and kept in {@code target}. */
final class OracleBinary {
  private static final Path SOURCE = Path.of("src/test/resources/dev/winnow/test/oracle/oracle.c");
  private static final Path FOLDER = Path.of("target", "oracle");

  private OracleBinary() {}

  /** The binary for processes of so many bits, 64 or 32. */
  static synchronized Path of(int bits) {
    try {
      CRC32 state = new CRC32();
      state.update(Files.readAllBytes(SOURCE));
      Path binary = FOLDER.resolve("oracle%d-%08x".formatted(bits, state.getValue()));
      if (!Files.isExecutable(binary)) {
        build(bits, binary);
      }
      return binary.toAbsolutePath();
    } catch (IOException e) {
      throw new AssertionError("cannot build " + SOURCE, e);
    }
  }

  private static void build(int bits, Path binary) throws IOException {
    Programs.requireTool("gcc", "gcc libc6-dev");
    Path built = Files.createDirectories(FOLDER).resolve(binary.getFileName() + ".new");
    List<String> command =
        List.of(
            "gcc",
            "-m" + bits,
            "-std=gnu11",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Werror",
            "-static",
            "-no-pie",
            SOURCE.toString(),
            "-o",
            built.toString());
    Finished gcc = Programs.run(Path.of("").toAbsolutePath(), Map.of(), command);
    if (gcc.exitCode() != 0) {
      String remedy = bits == 32 ? "\nRemedy: apt-get install gcc-multilib, or run ./check" : "";
      throw new AssertionError(String.join(" ", command) + "\n" + gcc.all() + remedy);
    }
    Files.move(built, binary, StandardCopyOption.ATOMIC_MOVE);
  }
}

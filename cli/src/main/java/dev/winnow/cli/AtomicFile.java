package dev.winnow.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Output files are written beside their name and renamed: a failed command leaves the old one. */
final class AtomicFile {
  /** What writes the content. */
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  static void write(Path file, byte[] bytes) {
    try {
      if (Files.isDirectory(file)) {
        throw new CommandFailure(Terminal.name(file) + ": is a directory; name a file");
      }
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        Files.write(file, bytes);
        return;
      }
      Path beside = Files.createTempFile(folderOf(file), "." + file.getFileName(), ".part");
      beside.toFile().deleteOnExit(); // on Ctrl-C nothing below runs
      try {
        Files.write(beside, bytes);
        publish(beside, file);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + Terminal.name(file) + ": " + Problem.reason(e), e);
    }
  }

  /** The folder that a file is in; the current one is "". */
  static Path folderOf(Path file) {
    Path parent = file.getParent();
    return parent == null ? Path.of("") : parent;
  }

  private static void publish(Path beside, Path target) throws IOException {
    // A temporary file is private; a result is as readable as any file that its owner makes.
    PosixPermissions.likeNewFile(beside, target);
    try {
      Files.move(
          beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(beside, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  static void write(Path file, Content content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      content.writeTo(bytes);
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + Terminal.name(file) + ": " + Problem.reason(e), e);
    }
    write(file, bytes.toByteArray());
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}

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
      Path target = file.toAbsolutePath();
      Path folder = target.getParent();
      if (folder == null || Files.isDirectory(target)) {
        throw new CommandFailure(file + ": is a directory; name a file");
      }
      Files.createDirectories(folder);
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        Files.write(target, bytes);
        return;
      }
      Path beside = Files.createTempFile(folder, "." + target.getFileName(), ".part");
      try {
        Files.write(beside, bytes);
        publish(beside, target);
      } finally {
        Files.deleteIfExists(beside);
      }
    } catch (IOException e) {
      throw new CommandFailure("cannot write " + file + ": " + Problem.reason(e), e);
    }
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
      throw new CommandFailure("cannot write " + file + ": " + Problem.reason(e), e);
    }
    write(file, bytes.toByteArray());
  }

  static void write(Path file, String text) {
    write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}

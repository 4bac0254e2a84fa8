package dev.winnow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Permissions of result files. */
final class PosixPermissions {
  private PosixPermissions() {}

  /**
   * Gives a private temporary file what the file it replaces has, or what umask gives a new one.
   */
  static void likeNewFile(Path temporary, Path target) throws IOException {
    if (!Files.getFileStore(temporary).supportsFileAttributeView("posix")) {
      return;
    }
    if (Files.exists(target)) {
      Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(target));
      return;
    }
    Path probe = temporary.resolveSibling(temporary.getFileName() + ".probe");
    Files.createFile(probe);
    try {
      Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(probe));
    } finally {
      Files.delete(probe);
    }
  }
}

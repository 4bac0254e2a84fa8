package dev.winnow.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How far this process has read files that it has open, as the kernel knows it. */
final class OpenFiles {
  private static final String POSITION = "pos:\t"; // of /proc/PID/fdinfo, see proc(5)

  private OpenFiles() {}

  /**
   * The share, from 0 to 1, that was read of files which are read one after the other; below 0 if
   * it is not known. Compressed files count as they are, so that nobody needs to know what becomes
   * of them.
   */
  static double shareRead(List<Path> files) {
    try {
      long all = 0;
      long read = -1;
      for (Path file : files) {
        if (!Files.isRegularFile(file)) {
          return -1;
        }
        long position = position(file.toRealPath());
        if (position >= 0) {
          read = all + position;
        }
        all += Files.size(file);
      }
      return read < 0 || all == 0 ? -1 : Math.min(1, (double) read / all);
    } catch (IOException e) {
      return -1; // a file that went away meanwhile is the reader's concern
    }
  }

  private static long position(Path file) throws IOException {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open) {
        if (Files.isSymbolicLink(descriptor) && Files.readSymbolicLink(descriptor).equals(file)) {
          Path info = Path.of("/proc/self/fdinfo", descriptor.getFileName().toString());
          String first = Files.readAllLines(info).getFirst();
          return Long.parseLong(first.substring(POSITION.length()));
        }
      }
    }
    return -1;
  }
}

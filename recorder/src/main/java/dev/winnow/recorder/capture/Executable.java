package dev.winnow.recorder.capture;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does, see execvp(3). */
final class Executable {
  private Executable() {}

  /** The first executable file called {@code name} in the directories of {@code path}. */
  static Optional<Path> inPath(String name, String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory.isEmpty() ? "." : directory).resolve(name);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** The PATH of this process; what execvp(3) takes if there is none. */
  static String path() {
    String path = System.getenv("PATH");
    return path == null ? "/bin:/usr/bin" : path;
  }

  /**
   * Checks that {@code command} can be started, because strace reports a failure on the standard
   * error that it shares with the program.
   *
   * @throws CaptureException if there is no such program or it cannot be executed
   */
  static void check(String command) throws CaptureException {
    if (command.isEmpty()) {
      throw new CaptureException("the command is empty");
    }
    if (!NativeText.isText(command)) {
      throw new CaptureException(
          NativeText.visible(command)
              + ": the name of the program is not UTF-8; call it by another, such as a symbolic"
              + " link's");
    }
    if (!command.contains("/")) {
      if (inPath(command, path()).isEmpty()) {
        throw new CaptureException(
            command + ": command not found in PATH; give its path or install it");
      }
      return;
    }
    Path file = Path.of(command);
    if (!Files.exists(file)) {
      throw new CaptureException(command + ": there is no such file");
    }
    if (Files.isDirectory(file)) {
      throw new CaptureException(command + " is a directory, not a program");
    }
    if (!Files.isExecutable(file)) {
      throw new CaptureException(command + " may not be executed; chmod +x it");
    }
  }
}

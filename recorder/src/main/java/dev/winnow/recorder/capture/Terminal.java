package dev.winnow.recorder.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a terminal's Ctrl-C reaches this process and its children alike. */
final class Terminal {
  /** Fields of {@code /proc/PID/stat} behind the command's name, see proc(5). */
  private static final int PROCESS_GROUP = 2;

  private static final int FOREGROUND_GROUP = 5;

  private Terminal() {}

  /** Whether this process is in the foreground of its terminal. */
  static boolean isForeground() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[PROCESS_GROUP].equals(fields[FOREGROUND_GROUP]);
    } catch (IOException e) {
      return false;
    }
  }
}

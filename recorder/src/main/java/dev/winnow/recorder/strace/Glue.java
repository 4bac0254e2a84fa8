package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import java.util.Arrays;

/**
 * A call that other text was written into, as happens without {@code -o}: what strace wrote of it
 * so far. If the text was strace's own {@code strace: Process N attached}, cutting it out restores
 * the call; if it was the program's output, the arguments can no longer be trusted.
 */
final class Glue {
  /** Lines that one call may be spread over. More is something else than glued output. */
  private static final int MOST_LINES = 32;

  private static final int MOST_BYTES = 1 << 20;

  private static final byte[] PROCESS = Ascii.bytes("strace: Process ");
  private static final byte[] ATTACHED = Ascii.bytes(" attached");

  byte[] text = ThreadState.NO_BYTES;
  int length;
  long firstLine;
  int lines;
  boolean damaged;

  /** Whether the text ended where a message of strace was cut out. */
  private boolean atMessage;

  boolean isOpen() {
    return lines > 0;
  }

  boolean isFull() {
    return lines >= MOST_LINES || length > MOST_BYTES;
  }

  void start(byte[] b, int from, int to, long line) {
    length = 0;
    lines = 0;
    damaged = false;
    firstLine = line;
    append(b, from, to);
  }

  /** Appends a line, without the message of strace at its end if there is one. */
  void append(byte[] b, int from, int to) {
    int message = Ascii.endsWith(b, from, to, ATTACHED) ? Ascii.indexOf(b, from, to, PROCESS) : -1;
    damaged |= lines > 0 && !atMessage;
    atMessage = message >= 0;
    lines++;
    if (length + to - from > text.length) {
      text = Arrays.copyOf(text, Math.max(length + to - from, 2 * text.length));
    }
    System.arraycopy(b, from, text, length, to - from);
    length += (message < 0 ? to : program(b, from, message)) - from;
  }

  /**
   * Where the path begins that strace was started by, if it stands before its message: {@code
   * SIGCHLD/usr/bin/strace: Process}. Nothing that strace writes of a call ends in a path.
   */
  private static int program(byte[] b, int from, int message) {
    int at = message;
    while (at > from && isPathPart(b[at - 1])) {
      at--;
    }
    if (at > from && b[at - 1] == '*' && b[at] == '/') {
      at++; // the end of a comment
    }
    while (at < message && b[at] != '/') {
      at++;
    }
    return at;
  }

  private static boolean isPathPart(byte c) {
    return Ascii.isNamePart(c) || c == '/' || c == '.' || c == '-';
  }

  void close() {
    lines = 0;
    if (text.length > MOST_BYTES) {
      text = ThreadState.NO_BYTES;
    }
  }
}

package dev.winnow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard output that remembers its first failure: a {@link java.io.PrintStream} only says that
 * there was one. A reader that has seen enough, as head(1), is no failure; a full disk is.
 */
final class StandardOutput extends OutputStream {
  /** The only one; closing it would close the process's. */
  static final StandardOutput BYTES = new StandardOutput();

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private String problem = "";
  private boolean closedByReader;

  private StandardOutput() {}

  /** Why what was written is not complete, or "". */
  String problem() {
    return problem;
  }

  /** Whether more output would be read by nobody. */
  boolean isClosedByReader() {
    return closedByReader;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (closedByReader || !problem.isEmpty()) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      closedByReader = Problem.reason(e).equals("Broken pipe"); // strerror(EPIPE)
      problem = closedByReader ? "" : Problem.reason(e);
    }
  }

  @Override
  public void close() {}
}

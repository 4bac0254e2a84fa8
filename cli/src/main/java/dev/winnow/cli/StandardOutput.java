package dev.winnow.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Standard output that remembers its first failure: a {@link java.io.PrintStream} only says that
 * there was one. A reader that has seen enough, as head(1), is no failure; a full disk is.
 */
final class StandardOutput extends OutputStream {
  private static final int STANDARD_OUTPUT = 1;

  /** {@code struct pollfd} of poll.h: an int and two shorts, of which the latter is revents. */
  private static final MemoryLayout POLLFD =
      MemoryLayout.structLayout(
          ValueLayout.JAVA_INT, ValueLayout.JAVA_SHORT, ValueLayout.JAVA_SHORT);

  private static final long REVENTS = 6;

  /** What the writing end of a pipe without a reader has, and no file, full or not: poll(2). */
  private static final int POLLERR = 8;

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

  /** Whether more output would reach nobody. */
  boolean isOver() {
    return closedByReader || !problem.isEmpty();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (isOver()) {
      return;
    }
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      closedByReader = hasNoReader();
      problem = closedByReader ? "" : Problem.reason(e);
    }
  }

  /** Asks poll(2), since the exception of a failed write has its reason in the user's language. */
  private static boolean hasNoReader() {
    Linker linker = Linker.nativeLinker();
    MethodHandle poll =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("poll"),
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment asked = arena.allocate(POLLFD);
      asked.set(ValueLayout.JAVA_INT, 0, STANDARD_OUTPUT);
      int answers = (int) poll.invokeExact(asked, 1L, 0);
      return answers == 1 && (asked.get(ValueLayout.JAVA_SHORT, REVENTS) & POLLERR) != 0;
    } catch (Throwable e) {
      throw new IllegalStateException("poll(2) cannot be called", e);
    }
  }

  @Override
  public void close() {}
}

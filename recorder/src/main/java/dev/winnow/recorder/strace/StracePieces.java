package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/** What the files of {@code strace -ff}, one per thread, say of how they belong together. */
public final class StracePieces {
  private static final byte[] EXECVE = Ascii.bytes("execve(");

  private StracePieces() {}

  /** Whether the line bears a pid, so that its file is not a piece. */
  public static boolean bearsPid(byte[] line) {
    LinePrefix prefix = new LinePrefix();
    prefix.read(line, 0, line.length);
    return prefix.tid != LinePrefix.NO_TID;
  }

  /** Whether a piece that begins with this line begins with an execve. */
  public static boolean startsProgram(byte[] line) {
    int call = new LinePrefix().read(line, 0, line.length);
    return Ascii.startsWith(line, call, line.length, EXECVE);
  }

  /** The threads and processes that thread {@code tid} made, by its piece, which is read whole. */
  public static Set<Integer> children(InputStream piece, int tid) throws IOException {
    Set<Integer> children = new TreeSet<>();
    TraceSink sink =
        event -> {
          if (SyscallEntry.forks(event) && event.result() != tid) {
            children.add((int) event.result());
          }
        };
    StraceReader.inTurn(sink).readPiece(piece, tid);
    return children;
  }

  /**
   * A thread that is not the leader and calls execve goes on under the leader's number. Its piece
   * ends with the call, and the leader's has the result. Returns that call, or nothing if the piece
   * does not end so.
   *
   * @param tail the end of the piece, from anywhere
   */
  public static byte[] movedHead(byte[] tail) {
    int end = tail.length > 0 && tail[tail.length - 1] == '\n' ? tail.length - 1 : tail.length;
    int start = end;
    while (start > 0 && tail[start - 1] != '\n') {
      start--;
    }
    int call = new LinePrefix().read(tail, start, end);
    int changed = StraceCalls.changedPid(tail, call, end);
    return changed < 0 ? ThreadState.NO_BYTES : Arrays.copyOfRange(tail, call, changed);
  }
}

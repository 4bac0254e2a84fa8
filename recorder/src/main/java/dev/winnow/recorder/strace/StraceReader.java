package dev.winnow.recorder;

import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/**
 * Reads what strace writes, in every form that its options give it, and delivers the calls as
 * events. Reads in chunks; memory is bounded by the longest line and the calls that are unfinished
 * at one time. Nothing is allocated per event once names and symbolic texts have been seen.
 *
 * <p>Input that makes no sense is counted, never thrown: see {@link #summary()}. One reader reads
 * the logs of one run; it is not for several threads.
 */
public final class StraceReader {
  /** Longer lines are counted as failed and skipped; strace's longest have some kilobytes. */
  static final int LONGEST_LINE = 64 << 20;

  /** Smaller chunks cost calls, larger ones fall out of the processor's cache. */
  private static final int CHUNK = 256 << 10;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final TraceSink sink;
  private final Arch arch;
  private final StraceCalls calls;
  private final LineTally tally = new LineTally();
  private byte[] buffer = new byte[CHUNK];
  private boolean truncated;

  /** Delivers to {@code sink}; what does not say its ABI is taken for x86_64. */
  public StraceReader(TraceSink sink) {
    this(sink, Arch.X86_64);
  }

  /** Delivers to {@code sink}; what does not say its ABI is taken for {@code arch}. */
  public StraceReader(TraceSink sink, Arch arch) {
    this.sink = sink;
    this.arch = arch;
    calls = new StraceCalls(sink);
  }

  /** Reads one log to its end; does not close it. */
  public void read(InputStream in) throws IOException {
    read(in, new Threads(sink, arch), Map.of());
  }

  /** Reads one piece of a log of {@code -ff}, which belongs to thread {@code tid}. */
  public void readPiece(InputStream in, int tid) throws IOException {
    readPiece(in, tid, Map.of());
  }

  /**
   * Like {@link #readPiece(InputStream, int)}.
   *
   * @param movedHeads by thread, the execve that ends its piece because it goes on in the leader's
   */
  void readPiece(InputStream in, int tid, Map<Integer, byte[]> movedHeads) throws IOException {
    Threads threads = new Threads(sink, arch);
    threads.setMain(tid);
    read(in, threads, movedHeads);
  }

  /** What was understood of everything that was read so far. */
  public TraceSummary summary() {
    return new TraceSummary(
        tally.account(),
        calls.events,
        calls.neverReturned,
        calls.withoutBeginning,
        truncated,
        calls.unknownConstants(),
        calls.undecoded());
  }

  /** The input ends early for a reason that its bytes do not show. */
  void markTruncated() {
    truncated = true;
  }

  /** Whether any line can only be one of strace's. */
  boolean recognises() {
    return tally.recognised();
  }

  private void read(InputStream in, Threads threads, Map<Integer, byte[]> movedHeads)
      throws IOException {
    StraceLines lines = new StraceLines(calls, threads, tally, sink, movedHeads);
    int filled = 0;
    boolean skipping = false;
    int count = in.read(buffer, 0, buffer.length);
    while (count >= 0) {
      int end = filled + count;
      int from = 0;
      int newline = newline(buffer, filled, end);
      while (newline >= 0) {
        if (skipping) {
          skipping = false;
        } else {
          lines.line(buffer, from, newline, true);
        }
        from = newline + 1;
        newline = newline(buffer, from, end);
      }
      filled = end - from;
      System.arraycopy(buffer, from, buffer, 0, filled);
      if (filled >= LONGEST_LINE) {
        lines.tooLong(buffer, filled);
        skipping = true;
      }
      if (skipping) {
        filled = 0;
      } else if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * filled);
      }
      count = in.read(buffer, filled, buffer.length - filled);
    }
    truncated |= filled > 0 || skipping;
    if (filled > 0) {
      lines.line(buffer, 0, filled, false);
    }
    lines.end();
  }

  /**
   * The first newline of {@code b[from, to)}, or -1. Looks at eight bytes at a time: {@code x -
   * 0x01…} borrows into the high bit of a byte that is zero, and into others only above one that
   * is, so that the lowest hit is exact.
   */
  static int newline(byte[] b, int from, int to) {
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long x = (long) LONG.get(b, i) ^ NEWLINES;
      long hit = x - LOW_BITS & ~x & HIGH_BITS;
      if (hit != 0) {
        return i + (Long.numberOfTrailingZeros(hit) >>> 3);
      }
    }
    for (; i < to; i++) {
      if (b[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}

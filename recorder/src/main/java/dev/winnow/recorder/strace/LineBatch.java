package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.ChunkFeed;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a chunk with what {@link AheadDecoder} made of each. That holds under assumptions
 * which {@link DecodedLines} checks, since only who reads all lines before can.
 */
final class LineBatch {
  /** Nothing is known of the line: it has to be read. */
  static final byte UNREAD = 0;

  /** A whole call; {@link #event} is it. */
  static final byte CALL = 1;

  /** The beginning of a call whose rest is in this batch; {@link #event} is all of it. */
  static final byte HEAD = 2;

  /** The rest of the call that line {@link #head} begins. */
  static final byte REST = 3;

  /** Added to {@link #CALL} and {@link #REST}: no other ABI of the kernel has the call's name. */
  static final byte TELLS_ABI = 4;

  final ChunkFeed.Chunk chunk = new ChunkFeed.Chunk();
  int lines;
  int[] from = new int[1024];

  /** Without the newline and a carriage return before it. */
  int[] to = new int[1024];

  byte[] kind = new byte[1024];
  int[] tid = new int[1024];

  /** Of the beginning of a call: the number of {@code -n} in its prefix. */
  long[] number = new long[1024];

  /** Of the beginning of a call: where its name begins. */
  int[] name = new int[1024];

  /** Of the rest of a call: the line with its beginning. */
  int[] head = new int[1024];

  /** The calls, without their threads. */
  @Nullable SyscallEvent[] event = new @Nullable SyscallEvent[1024];

  private final List<SyscallEvent> pool = new ArrayList<>();
  private int pooled;

  /** The ABI of every thread, as is assumed. */
  Arch assumed = Arch.X86_64;

  /** Decodes this batch. */
  @Nullable FutureTask<?> task;

  void clear() {
    lines = 0;
    pooled = 0;
  }

  /**
   * Appends the line of the chunk that begins at {@code begin}, unread; gives where the next does.
   */
  int add(int begin) {
    if (lines == from.length) {
      grow();
    }
    byte[] b = chunk.bytes;
    int newline = Ascii.newline(b, begin, chunk.end);
    from[lines] = begin;
    to[lines] = newline > begin && b[newline - 1] == '\r' ? newline - 1 : newline;
    kind[lines] = UNREAD;
    lines++;
    return newline + 1;
  }

  private void grow() {
    int length = 2 * lines;
    from = Arrays.copyOf(from, length);
    to = Arrays.copyOf(to, length);
    kind = Arrays.copyOf(kind, length);
    tid = Arrays.copyOf(tid, length);
    number = Arrays.copyOf(number, length);
    name = Arrays.copyOf(name, length);
    head = Arrays.copyOf(head, length);
    event = Arrays.copyOf(event, length);
  }

  /** One to fill, for this batch only. */
  SyscallEvent pooled() {
    if (pooled == pool.size()) {
      pool.add(new SyscallEvent());
    }
    return pool.get(pooled);
  }

  /** The last {@link #pooled()} is in use until the batch is decoded again. */
  void usePooled() {
    pooled++;
  }
}

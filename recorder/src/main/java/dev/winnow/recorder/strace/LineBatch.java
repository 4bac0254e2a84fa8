package dev.winnow.recorder.strace;

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
 * which {@link StraceRecords#take} checks, since only who reads all lines before can.
 */
final class LineBatch {
  /** Nothing is known of the line: it has to be read. */
  static final byte UNREAD = 0;

  /** A whole call; {@link #decoded} is it. */
  static final byte CALL = 1;

  /** The beginning of a call. */
  static final byte HEAD = 2;

  /** The rest of the call that line {@link #head} of this batch begins; both are decoded. */
  static final byte REST = 3;

  /** A call with all of its arguments, unless the source hides them. Its event has no thread. */
  static final class Decoded {
    static final Decoded NONE = new Decoded();

    final SyscallEvent event = new SyscallEvent();

    /** The decoder's own, equal to those of others. */
    @Nullable SyscallEntry entry;
  }

  final ChunkFeed.Chunk chunk = new ChunkFeed.Chunk();
  int lines;
  int[] from = new int[1024];

  /** Without the newline and a carriage return before it. */
  int[] to = new int[1024];

  byte[] kind = new byte[1024];
  int[] tid = new int[1024];
  long[] number = new long[1024];
  int[] name = new int[1024];
  int[] nameEnd = new int[1024];
  int[] head = new int[1024];
  Decoded[] decoded = new Decoded[1024];

  private final List<Decoded> pool = new ArrayList<>();
  private int pooled;

  /** The ABI of every thread, as is assumed. */
  Arch assumed = Arch.X86_64;

  /** Decodes this batch. */
  @Nullable FutureTask<?> task;

  void clear() {
    lines = 0;
    pooled = 0;
  }

  /** Appends an unread line and returns its index. */
  int add(int begin, int end) {
    if (lines == from.length) {
      int length = 2 * lines;
      from = Arrays.copyOf(from, length);
      to = Arrays.copyOf(to, length);
      kind = Arrays.copyOf(kind, length);
      tid = Arrays.copyOf(tid, length);
      number = Arrays.copyOf(number, length);
      name = Arrays.copyOf(name, length);
      nameEnd = Arrays.copyOf(nameEnd, length);
      head = Arrays.copyOf(head, length);
      decoded = Arrays.copyOf(decoded, length);
    }
    from[lines] = begin;
    to[lines] = end;
    kind[lines] = UNREAD;
    return lines++;
  }

  /** One to fill, for this batch only. */
  Decoded pooled() {
    if (pooled == pool.size()) {
      pool.add(new Decoded());
    }
    return pool.get(pooled);
  }

  /** The last {@link #pooled()} is in use. */
  void keepPooled() {
    pooled++;
  }
}

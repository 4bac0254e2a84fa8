package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.LineTally;
import java.util.Arrays;
import java.util.Objects;

/**
 * Takes the lines that were decoded ahead, where what was assumed for them holds; the others have
 * to be read by {@link StraceRecords}. Either way the same is delivered and counted.
 *
 * <p>The beginning of a call that goes on in the same batch is not copied: nobody looks at it but
 * for a line that is read, and before that {@link #settle} gives the thread its text.
 */
final class DecodedLines {
  private final StraceRecords records;
  private final StraceCalls calls;
  private final Threads threads;
  private final LineTally tally;

  /** Threads whose unfinished call is a line of the batch. */
  private ThreadState[] open = new ThreadState[16];

  private int opened;

  DecodedLines(StraceRecords records, StraceCalls calls, Threads threads, LineTally tally) {
    this.records = records;
    this.calls = calls;
    this.threads = threads;
    this.tally = tally;
  }

  /**
   * Takes lines of the batch from {@code first} on.
   *
   * @return the first that has to be read, or their number
   */
  int take(LineBatch batch, int first) {
    long line = tally.line() + 1;
    int i = first;
    while (i < batch.lines && take(batch, i, line + i - first)) {
      i++;
    }
    tally.lines(i - first);
    return i;
  }

  private boolean take(LineBatch batch, int i, long line) {
    byte kind = batch.kind[i];
    if (kind == LineBatch.UNREAD) {
      return false;
    }
    boolean rest = (kind & ~LineBatch.TELLS_ABI) == LineBatch.REST;
    ThreadState thread = threads.of(batch.tid[i], rest);
    boolean holds = thread.arch == batch.assumed && (thread.abiKnown || kind < LineBatch.TELLS_ABI);
    if (!holds) {
      return false;
    }
    if (rest) {
      return takeRest(thread, batch, i, line);
    }
    if (thread.pending || !records.knowsAbi(thread)) {
      return false;
    }
    if (kind == LineBatch.HEAD) {
      takeHead(thread, i, line);
    } else {
      deliver(thread, batch, i);
    }
    return true;
  }

  private void deliver(ThreadState thread, LineBatch batch, int i) {
    calls.deliver(thread, Objects.requireNonNull(batch.event[i]));
    tally.parsed();
  }

  private void takeHead(ThreadState thread, int i, long line) {
    thread.pending = true;
    thread.headInBatch = i;
    thread.headLine = line;
    records.lastHead = thread;
    if (opened == open.length) {
      open = Arrays.copyOf(open, 2 * opened);
    }
    open[opened] = thread;
    thread.openPlace = opened;
    opened++;
  }

  /** The thread's unfinished call must be the very line that the rest was decoded with. */
  private boolean takeRest(ThreadState thread, LineBatch batch, int i, long line) {
    int head = batch.head[i];
    if (!thread.pending) {
      return false;
    }
    if (thread.headInBatch == head) {
      opened--;
      ThreadState moved = open[opened];
      open[thread.openPlace] = moved;
      moved.openPlace = thread.openPlace;
      thread.headInBatch = ThreadState.NOT_IN_BATCH;
      thread.pending = false;
    } else if (isAlone(thread, line - (i - head))) {
      threads.release(thread);
    } else {
      return false;
    }
    deliver(thread, batch, i);
    tally.joined(1);
    return true;
  }

  /** Whether the unfinished call is line {@code headLine} and nothing else. */
  private static boolean isAlone(ThreadState thread, long headLine) {
    return thread.entry != null
        && thread.headLine == headLine
        && thread.headLines == 1
        && !thread.damaged;
  }

  /** Gives every thread the text of its unfinished call. */
  void settle(LineBatch batch) {
    byte[] b = batch.chunk.bytes;
    while (opened > 0) {
      opened--;
      ThreadState thread = open[opened];
      int i = thread.headInBatch;
      thread.headInBatch = ThreadState.NOT_IN_BATCH;
      int at = batch.name[i];
      int to = batch.to[i] - StraceRecords.UNFINISHED.length;
      int nameEnd = StraceRecords.nameEnd(b, at, to);
      SyscallEntry entry = calls.resolve(thread, batch.number[i], b, at, nameEnd);
      records.head(thread, entry, b, at, nameEnd, to, thread.headLine);
    }
  }
}

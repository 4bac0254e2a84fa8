package dev.winnow.recorder.perf;

import dev.winnow.traces.Arch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings records into the order of time. perf writes what each processor's buffer holds one after
 * the other, and a FINISHED_ROUND when it has been at all of them: what is older than the newest
 * record of the round before cannot be followed by anything older still.
 */
final class Rounds {
  static final int ENTER = 0;
  static final int EXIT = 1;
  static final int FORK = 2;
  static final int GONE = 3;
  static final int EXEC = 4;
  static final int IMAGE = 5;

  /** Longs of a row: time, kind and shown and ABI, pid and tid, number, six registers. */
  private static final int ROW = 10;

  static final int REGISTERS = 4;

  /**
   * Rows kept at most, 80 MB. Two rounds of perf's largest usual buffers, 16 MB on each of two
   * processors, have 600,000; with more, order would be lost where rounds are larger, and is with
   * fewer.
   */
  private static final int MOST = 1 << 20;

  /** Paths kept; later ones are as if they had not been recorded. */
  private static final int MOST_PATHS = 1 << 16;

  private final Calls calls;
  private long[] rows = new long[ROW << 10];
  private int count;
  private final Map<String, Integer> pathNumbers = new HashMap<>();
  private @Nullable String[] paths = new @Nullable String[16];
  private long newest = Long.MIN_VALUE;
  private long newestOfRound = Long.MIN_VALUE;
  private long delivered = Long.MIN_VALUE;

  /** Records that came when newer ones had been delivered already. */
  long late;

  Rounds(Calls calls) {
    this.calls = calls;
  }

  /** Adds a row and returns the index of it in {@link #rows()}; its registers are to be filled. */
  int add(long time, int kind, int shown, int abi, int pid, int tid, long number) {
    if (count == MOST) {
      deliver(Long.MAX_VALUE, MOST / 2);
    }
    int row = count * ROW;
    if (row == rows.length) {
      rows = Arrays.copyOf(rows, (int) Math.min(2L * row, (long) MOST * ROW));
    }
    rows[row] = time;
    rows[row + 1] = kind | (shown << 8) | (abi << 16);
    rows[row + 2] = ((long) pid << 32) | (tid & 0xffff_ffffL);
    rows[row + 3] = number;
    count++;
    newest = Math.max(newest, time);
    return row;
  }

  long[] rows() {
    return rows;
  }

  /** A process maps a file to run it. */
  void image(long time, int pid, int tid, String path) {
    Integer number = pathNumbers.get(path);
    if (number == null && pathNumbers.size() < MOST_PATHS) {
      number = pathNumbers.size();
      pathNumbers.put(path, number);
      paths = number == paths.length ? Arrays.copyOf(paths, 2 * number) : paths;
      paths[number] = path;
    }
    if (number != null) {
      add(time, IMAGE, 0, 0, pid, tid, number);
    }
  }

  /** perf has read all buffers once more. */
  void finished() {
    deliver(newestOfRound, Integer.MAX_VALUE);
    newestOfRound = newest;
  }

  /** Nothing follows. */
  void end() {
    deliver(Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  /** Delivers what is not newer than {@code limit}, but at most {@code most} rows. */
  private void deliver(long limit, int most) {
    int[] order = sorted();
    int n = 0;
    while (n < order.length && n < most && rows[order[n]] <= limit) {
      deliver(order[n]);
      n++;
    }
    if (n == 0) {
      return;
    }
    long[] rest = new long[Math.max(ROW << 10, (order.length - n) * ROW)];
    for (int i = n; i < order.length; i++) {
      System.arraycopy(rows, order[i], rest, (i - n) * ROW, ROW);
    }
    if (order.length == n) {
      count = 0;
    } else {
      System.arraycopy(rest, 0, rows, 0, (order.length - n) * ROW);
      count = order.length - n;
    }
  }

  private void deliver(int row) {
    long time = rows[row];
    late += time < delivered ? 1 : 0;
    delivered = Math.max(delivered, time);
    int what = (int) rows[row + 1];
    int pid = (int) (rows[row + 2] >>> 32);
    int tid = (int) rows[row + 2];
    long number = rows[row + 3];
    int abi = what >>> 16;
    Arch said = abi == 1 ? Arch.I386 : abi == 2 ? Arch.X86_64 : null;
    switch (what & 0xff) {
      case ENTER -> calls.enter(tid, pid, number, rows, row + REGISTERS, (what >>> 8) & 0xff, said);
      case EXIT -> calls.exit(tid, pid, number, rows[row + REGISTERS], said);
      case FORK -> calls.fork(pid, tid, (int) (number >>> 32), (int) number);
      case GONE -> calls.gone(tid);
      case EXEC -> calls.exec(tid, pid);
      default -> {
        String path = paths[(int) number];
        if (path != null) {
          calls.image(tid, path);
        }
      }
    }
  }

  /**
   * The rows by time, those of one time in the order of the file: a merge sort of the runs that are
   * there already, since each processor's records are in order.
   */
  private int[] sorted() {
    int[] order = new int[count];
    int[] starts = new int[16];
    int runs = 0;
    for (int i = 0; i < count; i++) {
      order[i] = i * ROW;
      if (i == 0 || rows[i * ROW] < rows[(i - 1) * ROW]) {
        starts = runs == starts.length ? Arrays.copyOf(starts, 2 * runs) : starts;
        starts[runs++] = i;
      }
    }
    int[] from = order;
    int[] to = runs > 1 ? new int[count] : order;
    while (runs > 1) {
      int merged = 0;
      for (int i = 0; i < runs; i += 2) {
        int start = starts[i];
        int middle = i + 1 < runs ? starts[i + 1] : count;
        int end = i + 2 < runs ? starts[i + 2] : count;
        merge(from, to, start, middle, end);
        starts[merged++] = start;
      }
      runs = merged;
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private void merge(int[] from, int[] to, int start, int middle, int end) {
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = right == end || (left < middle && rows[from[left]] <= rows[from[right]]);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}

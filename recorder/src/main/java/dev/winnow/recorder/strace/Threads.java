package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.ByThread;
import dev.winnow.traces.TraceSink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one log, and which of them the lines without a pid belong to.
 *
 * <p>Without {@code -o} strace writes no pid as long as there is one process. Such lines get tid 0
 * until a pid appears that is not a child's; from then on the main thread has that number, and the
 * sink is told so with {@link TraceSink#superseded}.
 */
final class Threads {
  /** Head buffers above this are left to the collector. */
  private static final int POOLED_BYTES = 1 << 16;

  private static final int POOLED = 64;
  private static final int UNKNOWN_MAIN = 0;

  private final TraceSink sink;
  private final ByThread<ThreadState> table = new ByThread<>();
  private final Deque<byte[]> pool = new ArrayDeque<>();
  private @Nullable ThreadState last;
  private Arch lastArch;

  private int main;
  private boolean mainKnown;

  Threads(TraceSink sink, Arch arch) {
    this.sink = sink;
    lastArch = arch;
  }

  /** All lines without a pid belong to {@code tid}, because the file's name says so. */
  void setMain(int tid) {
    main = tid;
    mainKnown = true;
  }

  /**
   * The thread of a line with this prefix. A new one starts in the ABI of the call that made it,
   * and strace prints no mode line for that; if the call is not known, in that of the line before.
   *
   * @param tid the pid of the line, or {@link LinePrefix#NO_TID}
   * @param resumes whether the line resumes a call
   */
  ThreadState of(int tid, boolean resumes) {
    int wanted = tid == LinePrefix.NO_TID ? main : tid;
    ThreadState state = last;
    if (state == null || state.tid != wanted) {
      state = table.get(wanted);
      if (state == null) {
        state = firstSeen(tid, wanted, resumes);
      }
      last = state;
    }
    lastArch = state.arch;
    state.seen = true;
    return state;
  }

  Arch lastArch() {
    return lastArch;
  }

  /** The thread with this number if it was seen before, or null. */
  @Nullable ThreadState find(int tid) {
    return table.get(tid);
  }

  /** A child, which is therefore not the main thread. */
  void known(int tid) {
    if (table.get(tid) == null) {
      table.put(tid, newThread(tid));
    }
  }

  /** A child of {@code parent}, in whose ABI it runs until its next exec. */
  void known(int tid, ThreadState parent) {
    ThreadState state = table.get(tid);
    if (state == null) {
      table.put(tid, child(tid, parent));
    } else if (!state.seen) {
      inherit(state, parent);
    }
  }

  /** {@code tid} is the main thread's number, if that was not known yet. */
  void nameMain(int tid) {
    if (!mainKnown) {
      adopt(tid);
    }
  }

  void remove(ThreadState state) {
    release(state);
    table.remove(state.tid);
    last = null;
  }

  /** Those with an unfinished call, by the line that it is on. */
  List<ThreadState> pending() {
    List<ThreadState> pending = new ArrayList<>();
    table.forEach(state -> {
      if (state.pending) {
        pending.add(state);
      }
    });
    pending.sort(Comparator.comparingLong(state -> state.headLine));
    return pending;
  }

  /** Gives {@code state} an empty head. */
  void startHead(ThreadState state) {
    byte[] buffer = pool.poll();
    state.head = buffer == null ? new byte[256] : buffer;
    state.headLength = 0;
    state.pending = true;
  }

  /** The unfinished call of {@code state} is dealt with. */
  void release(ThreadState state) {
    state.pending = false;
    if (state.head.length > 0 && state.head.length <= POOLED_BYTES && pool.size() < POOLED) {
      pool.push(state.head);
    }
    state.head = ThreadState.NO_BYTES;
    state.entry = null;
  }

  private ThreadState firstSeen(int tid, int wanted, boolean resumes) {
    if (tid != LinePrefix.NO_TID && !mainKnown) {
      ThreadState unnamed = table.get(UNKNOWN_MAIN);
      if (unnamed == null || unnamed.pending == resumes) {
        return adopt(tid);
      }
    }
    ThreadState state = newThread(wanted);
    table.put(wanted, state);
    return state;
  }

  /** A child of a call that may be making a thread just now, or of the ABI of the line before. */
  private ThreadState newThread(int tid) {
    for (ThreadState thread : pending()) {
      if (thread.entry != null && thread.entry.forks) {
        return child(tid, thread);
      }
    }
    return new ThreadState(tid, lastArch);
  }

  private static ThreadState child(int tid, ThreadState parent) {
    ThreadState state = new ThreadState(tid, parent.arch);
    inherit(state, parent);
    return state;
  }

  private static void inherit(ThreadState state, ThreadState parent) {
    state.arch = parent.arch;
    state.abiKnown = parent.abiKnown;
    state.abiSought = parent.abiKnown;
  }

  /** The main thread is {@code tid}. */
  private ThreadState adopt(int tid) {
    ThreadState state = new ThreadState(tid, lastArch);
    ThreadState unnamed = table.get(UNKNOWN_MAIN);
    if (unnamed != null) {
      inherit(state, unnamed);
      state.assumed = unnamed.assumed;
      state.takeHead(unnamed);
      table.remove(UNKNOWN_MAIN);
      sink.superseded(tid, UNKNOWN_MAIN);
    }
    table.put(state.tid, state);
    last = state;
    setMain(tid);
    return state;
  }
}

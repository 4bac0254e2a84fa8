package dev.winnow.recorder.strace;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a trace by tid: open addressing with linear probing over primitive keys, so that a
 * look-up allocates nothing.
 */
final class ThreadTable {
  private @Nullable ThreadState[] slots = new @Nullable ThreadState[64];
  private int size;

  @Nullable ThreadState get(int tid) {
    int mask = slots.length - 1;
    for (int i = home(tid); ; i = i + 1 & mask) {
      ThreadState state = slots[i];
      if (state == null || state.tid == tid) {
        return state;
      }
    }
  }

  void put(ThreadState state) {
    if (2 * (size + 1) > slots.length) {
      grow();
    }
    place(state);
    size++;
  }

  /** Removes {@code tid} and closes the gap, so that no tombstones pile up. */
  void remove(int tid) {
    int mask = slots.length - 1;
    int gap = home(tid);
    while (true) {
      ThreadState state = slots[gap];
      if (state == null) {
        return;
      }
      if (state.tid == tid) {
        break;
      }
      gap = gap + 1 & mask;
    }
    slots[gap] = null;
    size--;
    for (int i = gap + 1 & mask; ; i = i + 1 & mask) {
      ThreadState state = slots[i];
      if (state == null) {
        return;
      }
      slots[i] = null;
      place(state);
    }
  }

  void forEach(Consumer<ThreadState> action) {
    for (ThreadState state : slots) {
      if (state != null) {
        action.accept(state);
      }
    }
  }

  private void place(ThreadState state) {
    int mask = slots.length - 1;
    int i = home(state.tid);
    while (slots[i] != null) {
      i = i + 1 & mask;
    }
    slots[i] = state;
  }

  private void grow() {
    @Nullable ThreadState[] old = slots;
    slots = new @Nullable ThreadState[old.length * 2];
    for (ThreadState state : old) {
      if (state != null) {
        place(state);
      }
    }
  }

  private int home(int tid) {
    return (tid * 0x9E3779B9) >>> (32 - Integer.numberOfTrailingZeros(slots.length));
  }
}

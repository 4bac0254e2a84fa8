package dev.winnow.recorder.perf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of a recording by tid: open addressing, so that a look-up allocates nothing. */
final class Tasks {
  private @Nullable Task[] slots = new @Nullable Task[64];
  private int size;

  int size() {
    return size;
  }

  @Nullable Task get(int tid) {
    int mask = slots.length - 1;
    for (int i = home(tid); ; i = (i + 1) & mask) {
      Task task = slots[i];
      if (task == null || task.tid == tid) {
        return task;
      }
    }
  }

  /** Adds a task whose tid is not there. */
  void put(Task task) {
    if (2 * (size + 1) > slots.length) {
      @Nullable Task[] old = slots;
      slots = new @Nullable Task[old.length * 2];
      for (Task moved : old) {
        if (moved != null) {
          place(moved);
        }
      }
    }
    place(task);
    size++;
  }

  /** Removes {@code tid} and closes the gap, so that no tombstones pile up. */
  void remove(int tid) {
    int mask = slots.length - 1;
    int gap = home(tid);
    for (Task at = slots[gap]; at == null || at.tid != tid; at = slots[gap]) {
      if (at == null) {
        return;
      }
      gap = (gap + 1) & mask;
    }
    slots[gap] = null;
    size--;
    int i = (gap + 1) & mask;
    for (Task moved = slots[i]; moved != null; moved = slots[i]) {
      slots[i] = null;
      place(moved);
      i = (i + 1) & mask;
    }
  }

  /** All of them by tid; a copy. */
  List<Task> all() {
    List<Task> all = new ArrayList<>(size);
    for (Task task : slots) {
      if (task != null) {
        all.add(task);
      }
    }
    all.sort(Comparator.comparingInt(task -> task.tid));
    return all;
  }

  void clear() {
    slots = new @Nullable Task[64];
    size = 0;
  }

  private void place(Task task) {
    int mask = slots.length - 1;
    int i = home(task.tid);
    while (slots[i] != null) {
      i = (i + 1) & mask;
    }
    slots[i] = task;
  }

  private int home(int tid) {
    return (tid * 0x9E3779B9) >>> (32 - Integer.numberOfTrailingZeros(slots.length));
  }
}

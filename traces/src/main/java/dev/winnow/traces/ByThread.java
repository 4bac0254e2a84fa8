package dev.winnow.traces;

import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Something for each of many threads or processes, by their numbers: open addressing with linear
 * probing over primitive keys, so that a look-up allocates nothing. Amortised constant time.
 */
public final class ByThread<T> {
  private static final int LEAST = 64;

  private int[] ids = new int[LEAST];
  private @Nullable Object[] values = new @Nullable Object[LEAST];
  private int size;

  /** What is kept for {@code id}, or null. */
  @SuppressWarnings("unchecked") // only put() writes values
  public @Nullable T get(int id) {
    return (T) values[place(id)];
  }

  /** Keeps {@code value} for {@code id}, in place of another. */
  public void put(int id, T value) {
    int place = place(id);
    if (values[place] == null) {
      if (2 * (size + 1) > values.length) {
        grow();
        place = place(id);
      }
      size++;
    }
    ids[place] = id;
    values[place] = value;
  }

  /** Forgets {@code id} and closes the gap, so that no tombstones pile up. */
  public @Nullable T remove(int id) {
    T removed = get(id);
    if (removed == null) {
      return null;
    }
    int mask = values.length - 1;
    int gap = place(id);
    values[gap] = null;
    size--;
    for (int i = gap + 1 & mask; values[i] != null; i = i + 1 & mask) {
      Object moved = values[i];
      values[i] = null;
      int place = place(ids[i]);
      ids[place] = ids[i];
      values[place] = moved;
    }
    return removed;
  }

  /** Gives all values to {@code action}, in no order. */
  @SuppressWarnings("unchecked") // only put() writes values
  public void forEach(Consumer<T> action) {
    for (Object value : values) {
      if (value != null) {
        action.accept((T) value);
      }
    }
  }

  /** Where {@code id} is, or would be put. */
  private int place(int id) {
    int mask = values.length - 1;
    int i = (id * 0x9E3779B9) >>> (32 - Integer.numberOfTrailingZeros(values.length));
    while (values[i] != null && ids[i] != id) {
      i = i + 1 & mask;
    }
    return i;
  }

  private void grow() {
    int[] oldIds = ids;
    @Nullable Object[] oldValues = values;
    ids = Arrays.copyOf(ids, 2 * ids.length);
    values = new @Nullable Object[2 * oldValues.length];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        int place = place(oldIds[i]);
        ids[place] = oldIds[i];
        values[place] = oldValues[i];
      }
    }
  }
}

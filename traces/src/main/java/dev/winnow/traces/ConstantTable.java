package dev.winnow.traces;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names and values in an open-addressed hash table over the bytes of the file they came from: a
 * trace has several names a line, so a look-up neither decodes nor allocates.
 */
final class ConstantTable {
  private static final int EMPTY = 0;

  private final byte[] text;
  private final int[] starts;
  private final int[] ends;
  private final long[] values;
  private final boolean[] requests;

  /** Those that a later line took away. */
  private final boolean[] gone;

  /** Entry numbers plus one, at most half full. */
  private final int[] slots;

  private int size;

  /**
   * Reads lines {@code NAME TAB VALUE [TAB i]}; lines that start with # are comments. A later line
   * of the same name replaces an earlier one; with - for the value it takes the name away.
   *
   * @param file what to call {@code text} in errors
   */
  ConstantTable(String file, byte[] text) {
    this.text = text;
    int lines = 1;
    for (byte b : text) {
      lines += b == '\n' ? 1 : 0;
    }
    starts = new int[lines];
    ends = new int[lines];
    values = new long[lines];
    requests = new boolean[lines];
    gone = new boolean[lines];
    slots = new int[Integer.highestOneBit(lines) * 4];
    int number = 0;
    for (int from = 0; from < text.length; ) {
      int to = indexOf((byte) '\n', from, text.length);
      number++;
      if (to > from && text[from] != '#') {
        add(file, number, from, to);
      }
      from = to + 1;
    }
  }

  private void add(String file, int number, int from, int to) {
    int tab = indexOf((byte) '\t', from, to);
    if (tab == to) {
      throw new IllegalStateException(file + ":" + number + ": no tab after the constant's name");
    }
    int flag = indexOf((byte) '\t', tab + 1, to);
    int slot = slot(text, from, tab);
    int entry = slots[slot] == EMPTY ? size++ : slots[slot] - 1;
    slots[slot] = entry + 1;
    starts[entry] = from;
    ends[entry] = tab;
    gone[entry] = flag == tab + 2 && text[tab + 1] == '-';
    values[entry] = gone[entry] ? 0 : parse(file, number, tab + 1, flag);
    requests[entry] = flag < to;
  }

  private int indexOf(byte wanted, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] == wanted) {
        return i;
      }
    }
    return to;
  }

  private long parse(String file, int number, int from, int to) {
    String value = new String(text, from, to - from, StandardCharsets.US_ASCII);
    try {
      return value.startsWith("0x")
          ? Long.parseUnsignedLong(value, 2, value.length(), 16)
          : Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          file + ":" + number + ": '" + value + "' is not a decimal or 0x-hex number", e);
    }
  }

  /** The slot that holds this name, or the empty one where it belongs. */
  private int slot(byte[] bytes, int from, int to) {
    int slot = spread(hash(bytes, from, to));
    while (slots[slot] != EMPTY) {
      int entry = slots[slot] - 1;
      if (Arrays.equals(text, starts[entry], ends[entry], bytes, from, to)) {
        return slot;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return slot;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return hash;
  }

  /** Fibonacci hashing: the high bits of the product depend on all bits of the hash. */
  private int spread(int hash) {
    return (hash * 0x9E3779B9) >>> (Integer.numberOfLeadingZeros(slots.length) + 1);
  }

  /** The entry of the name {@code bytes[from, to)}, or -1; allocates nothing. */
  int find(byte[] bytes, int from, int to) {
    int entry = slots[slot(bytes, from, to)] - 1;
    return entry >= 0 && gone[entry] ? -1 : entry;
  }

  int find(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    return find(bytes, 0, bytes.length);
  }

  /** Whether the name is one that only other architectures have. */
  boolean isGone(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
    int entry = slots[slot(bytes, 0, bytes.length)] - 1;
    return entry >= 0 && gone[entry];
  }

  long value(int entry) {
    return values[entry];
  }

  /** Whether the entry is an ioctl request; none that was taken away is. */
  boolean isRequest(int entry) {
    return requests[entry];
  }

  String name(int entry) {
    return new String(text, starts[entry], ends[entry] - starts[entry], StandardCharsets.US_ASCII);
  }

  /** The number of entries; they are numbered from 0 in the order of the file. */
  int size() {
    return size;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(size);
    for (int entry = 0; entry < size; entry++) {
      if (!gone[entry]) {
        names.add(name(entry));
      }
    }
    return names;
  }
}

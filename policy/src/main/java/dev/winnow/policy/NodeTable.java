package dev.winnow.policy;

import java.util.Arrays;

/**
 * The nodes of a {@link Diagram}: parallel arrays, and an open-addressing table that finds the one
 * node with a given variable and children. A handle is an index and never changes, so equal handles
 * mean equal functions.
 */
final class NodeTable {
  /** The level of leaves, below every variable. */
  static final int LEAF = Diagram.VARIABLES;

  /** Marks the level of a node whose leaves are verdicts. */
  private static final int VERDICT = 0x4000;

  private static final int FIRST_CAPACITY = 1 << 12;

  private final int limit;
  private short[] levels = new short[FIRST_CAPACITY];
  private int[] lows = new int[FIRST_CAPACITY];
  private int[] highs = new int[FIRST_CAPACITY];
  private int size;
  // Slots hold handle + 1; 0 is free. At most half full, so that probes stay short.
  private int[] slots = new int[2 * FIRST_CAPACITY];

  NodeTable(int limit) {
    this.limit = limit;
    // FALSE and TRUE are not in the slots: no verdict leaf may ever be found to be one of them.
    append(LEAF, 0, 0);
    append(LEAF, 1, 1);
  }

  int size() {
    return size;
  }

  /** The variable that a node tests, or {@link #LEAF}. */
  int level(int node) {
    return levels[node] & ~VERDICT;
  }

  int low(int node) {
    return lows[node];
  }

  int high(int node) {
    return highs[node];
  }

  /** Whether the leaves below are verdicts rather than FALSE and TRUE. */
  boolean verdict(int node) {
    return (levels[node] & VERDICT) != 0;
  }

  /** The value of a leaf; 0 and 1 for FALSE and TRUE. */
  int value(int leaf) {
    return lows[leaf];
  }

  int leaf(int value) throws DiagramLimitException {
    return find(LEAF | VERDICT, value, value);
  }

  /** The node; {@code low} itself if both children are equal. */
  int node(int variable, int low, int high) throws DiagramLimitException {
    if (low == high) {
      return low;
    }
    if (variable < 0 || variable >= level(low) || variable >= level(high)) {
      throw new IllegalArgumentException(
          "variable %d does not come before %d and %d"
              .formatted(variable, level(low), level(high)));
    }
    if (verdict(low) != verdict(high)) {
      throw new IllegalArgumentException("one child is boolean and the other a verdict");
    }
    return find(variable | (levels[low] & VERDICT), low, high);
  }

  private int find(int level, int low, int high) throws DiagramLimitException {
    int mask = slots.length - 1;
    int slot = OperationCache.hash(level, low, high) & mask;
    while (slots[slot] != 0) {
      int node = slots[slot] - 1;
      if (levels[node] == level && lows[node] == low && highs[node] == high) {
        return node;
      }
      slot = (slot + 1) & mask;
    }
    if (size >= limit) {
      throw new DiagramLimitException(limit);
    }
    int node = append(level, low, high);
    slots[slot] = node + 1;
    if (2 * size > slots.length) {
      rehash();
    }
    return node;
  }

  private int append(int level, int low, int high) {
    if (size == lows.length) {
      levels = Arrays.copyOf(levels, 2 * size);
      lows = Arrays.copyOf(lows, 2 * size);
      highs = Arrays.copyOf(highs, 2 * size);
    }
    levels[size] = (short) level;
    lows[size] = low;
    highs[size] = high;
    return size++;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    int mask = slots.length - 1;
    for (int node = 2; node < size; node++) {
      int slot = OperationCache.hash(levels[node], lows[node], highs[node]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = node + 1;
    }
  }
}

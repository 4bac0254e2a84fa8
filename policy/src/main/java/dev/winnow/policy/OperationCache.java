package dev.winnow.policy;

/**
 * Results of {@code ite}, in a direct-mapped cache: an entry that collides replaces the older one,
 * which costs time and never correctness.
 */
final class OperationCache {
  /** A result that is not there. */
  static final int MISSING = -1;

  /**
   * Entries at most, 16 bytes each. Too low: shared subproblems are solved again, and time grows
   * with paths instead of nodes. Too high: memory that small diagrams never fill.
   */
  private static final int MOST_ENTRIES = 1 << 20;

  private static final int WORDS = 4;

  // Per entry: condition, then, otherwise, result. A condition of 0 marks a free entry: FALSE is
  // never looked up, because ite decides it without recursion.
  private int[] entries = new int[WORDS << 12];

  static int hash(int a, int b, int c) {
    int h = a * 0x9E3779B1 + b * 0x85EBCA77 + c * 0xC2B2AE3D;
    h ^= h >>> 15;
    h *= 0x2C1B3C6D;
    return h ^ (h >>> 13);
  }

  int get(int condition, int then, int otherwise) {
    int at = index(condition, then, otherwise);
    return entries[at] == condition && entries[at + 1] == then && entries[at + 2] == otherwise
        ? entries[at + 3]
        : MISSING;
  }

  void put(int condition, int then, int otherwise, int result) {
    int at = index(condition, then, otherwise);
    entries[at] = condition;
    entries[at + 1] = then;
    entries[at + 2] = otherwise;
    entries[at + 3] = result;
  }

  /** Keeps at least half an entry a node, up to the most. */
  void growWith(int nodes) {
    int capacity = entries.length / WORDS;
    if (nodes <= 2 * capacity || capacity >= MOST_ENTRIES) {
      return;
    }
    int[] old = entries;
    entries = new int[2 * old.length];
    for (int at = 0; at < old.length; at += WORDS) {
      if (old[at] != 0) {
        put(old[at], old[at + 1], old[at + 2], old[at + 3]);
      }
    }
  }

  private int index(int condition, int then, int otherwise) {
    int slots = entries.length / WORDS;
    return (hash(condition, then, otherwise) & (slots - 1)) * WORDS;
  }
}

package dev.winnow.traces;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Joins evidence as it comes: in pairs, then pairs of pairs, so that {@code n} parts with new runs
 * cost {@code O(n log n)} and not {@code O(n²)}. Memory: no more than the parts together.
 */
public final class EvidenceJoiner {
  /** At place {@code i} the join of {@code 2^i} parts, or null; as the digits of a number. */
  private final List<@Nullable Evidence> joined = new ArrayList<>();

  /**
   * Joins one more.
   *
   * @throws IllegalArgumentException if a part contradicts one before it
   */
  public void add(Evidence part) {
    Evidence carried = part;
    for (int i = 0; i < joined.size(); i++) {
      Evidence there = joined.get(i);
      if (there == null) {
        joined.set(i, carried);
        return;
      }
      carried = there.join(carried);
      joined.set(i, null);
    }
    joined.add(carried);
  }

  /** The evidence of all runs of all parts. */
  public Evidence all() {
    Evidence all = Evidence.NONE;
    for (Evidence some : joined) {
      all = some == null ? all : some.join(all);
    }
    return all;
  }
}

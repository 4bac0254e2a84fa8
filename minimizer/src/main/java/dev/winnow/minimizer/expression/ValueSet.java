package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of values of one argument, as a boolean diagram over its 64 bits. */
record ValueSet(Diagram diagram, int argument, int set) {
  boolean isEmpty() {
    return set == Diagram.FALSE;
  }

  boolean isAll() {
    return set == Diagram.TRUE;
  }

  /** The bits that the set depends on. */
  long support() {
    Set<Integer> seen = new HashSet<>();
    collect(set, seen);
    long bits = 0;
    for (int node : seen) {
      if (!diagram.isLeaf(node)) {
        bits |= 1L << bitOf(node);
      }
    }
    return bits;
  }

  private void collect(int node, Set<Integer> seen) {
    if (seen.add(node) && !diagram.isLeaf(node)) {
      collect(diagram.low(node), seen);
      collect(diagram.high(node), seen);
    }
  }

  private int bitOf(int node) {
    return 63 - (diagram.variableOf(node) - Core.firstVariable(argument));
  }

  private int variable(int bit) {
    return Core.firstVariable(argument) + 63 - bit;
  }

  /** The bits that have one value in every member: those that are 1, or those that are 0. */
  long fixed(boolean one) throws DiagramLimitException {
    long bits = 0;
    for (int bit = 0; bit < 64; bit++) {
      int known = diagram.node(variable(bit), Diagram.FALSE, Diagram.TRUE);
      int opposite = one ? diagram.not(known) : known;
      if (diagram.and(set, opposite) == Diagram.FALSE) {
        bits |= 1L << bit;
      }
    }
    return bits;
  }

  ValueSet not() throws DiagramLimitException {
    return new ValueSet(diagram, argument, diagram.not(set));
  }

  /** What is left of the set where some bits have certain values. */
  ValueSet where(long mask, long value) throws DiagramLimitException {
    return new ValueSet(diagram, argument, where(set, mask, value, new HashMap<>()));
  }

  private int where(int node, long mask, long value, Map<Integer, Integer> known)
      throws DiagramLimitException {
    if (diagram.isLeaf(node)) {
      return node;
    }
    Integer done = known.get(node);
    if (done != null) {
      return done;
    }
    long bit = 1L << bitOf(node);
    int result;
    if ((mask & bit) != 0) {
      int next = (value & bit) == 0 ? diagram.low(node) : diagram.high(node);
      result = where(next, mask, value, known);
    } else {
      int low = where(diagram.low(node), mask, value, known);
      int high = where(diagram.high(node), mask, value, known);
      result = diagram.node(diagram.variableOf(node), low, high);
    }
    known.put(node, result);
    return result;
  }

  /**
   * The members as ranges of {@code value & mask}, where values between two ranges that have a bit
   * outside of the mask do not count; null if there are more than {@code limit}.
   */
  @Nullable List<Expr.Range> ranges(long mask, int limit) {
    List<Expr.Range> ranges = new ArrayList<>();
    return new Ranges(mask, limit, ranges).add(set, 63, 0) ? ranges : null;
  }

  private final class Ranges {
    private final long mask;
    private final int limit;
    private final List<Expr.Range> ranges;
    private boolean open;

    Ranges(long mask, int limit, List<Expr.Range> ranges) {
      this.mask = mask;
      this.limit = limit;
      this.ranges = ranges;
    }

    /** Adds the members that begin with {@code prefix} above a bit; false if there are too many. */
    boolean add(int node, int bit, long prefix) {
      if (node == Diagram.FALSE) {
        open = false;
        return true;
      }
      if (node == Diagram.TRUE) {
        long below = bit == 63 ? -1L : (1L << (bit + 1)) - 1;
        return add(prefix, prefix | (mask & below));
      }
      long one = 1L << bit;
      boolean tested = bitOf(node) == bit;
      if (!add(tested ? diagram.low(node) : node, bit - 1, prefix)) {
        return false;
      }
      return (mask & one) == 0 || add(tested ? diagram.high(node) : node, bit - 1, prefix | one);
    }

    private boolean add(long low, long high) {
      if (open) {
        Expr.Range before = ranges.removeLast();
        ranges.add(new Expr.Range(before.low(), high));
        return true;
      }
      ranges.add(new Expr.Range(low, high));
      open = true;
      return ranges.size() <= limit;
    }
  }
}

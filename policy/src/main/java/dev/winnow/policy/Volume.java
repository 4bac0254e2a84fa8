package dev.winnow.policy;

import java.math.BigInteger;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** How much a diagram holds: assignments, exactly, and nodes. */
final class Volume {
  private final Diagram diagram;
  private @Nullable BigInteger[] counts = new @Nullable BigInteger[0];

  Volume(Diagram diagram) {
    this.diagram = diagram;
  }

  /** Assignments of the variables from the root's own on that lead to TRUE. */
  BigInteger of(int root) {
    // Children are made before their parents, so no handle below the root is greater.
    counts = new @Nullable BigInteger[root + 1];
    return visit(root);
  }

  private BigInteger visit(int node) {
    if (diagram.isLeaf(node)) {
      return BigInteger.valueOf(diagram.leafValue(node));
    }
    BigInteger count = counts[node];
    if (count == null) {
      count = below(node, diagram.low(node)).add(below(node, diagram.high(node)));
      counts[node] = count;
    }
    return count;
  }

  /** A skipped variable doubles the count. */
  private BigInteger below(int node, int child) {
    return visit(child).shiftLeft(diagram.variableOf(child) - diagram.variableOf(node) - 1);
  }

  static int nodes(Diagram diagram, int root) {
    BitSet seen = new BitSet(root + 1);
    mark(diagram, root, seen);
    return seen.cardinality();
  }

  static boolean[] arguments(Diagram diagram, int... roots) {
    boolean[] tested = new boolean[6];
    BitSet seen = new BitSet();
    for (int root : roots) {
      mark(diagram, root, seen);
    }
    for (int node = seen.nextSetBit(0); node >= 0; node = seen.nextSetBit(node + 1)) {
      if (!diagram.isLeaf(node) && Diagram.wordOf(diagram.variableOf(node)) >= 4) {
        tested[(Diagram.wordOf(diagram.variableOf(node)) - 4) / 2] = true;
      }
    }
    return tested;
  }

  private static void mark(Diagram diagram, int node, BitSet seen) {
    if (!seen.get(node)) {
      seen.set(node);
      if (!diagram.isLeaf(node)) {
        mark(diagram, diagram.low(node), seen);
        mark(diagram, diagram.high(node), seen);
      }
    }
  }
}

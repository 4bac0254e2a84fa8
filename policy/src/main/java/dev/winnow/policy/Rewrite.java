package dev.winnow.policy;

import java.util.Arrays;

/** A diagram with other leaves, in one pass over its nodes. */
final class Rewrite {
  private static final int UNKNOWN = -1;

  private final Diagram diagram;
  private final LeafChange change;
  private int[] done = {};

  Rewrite(Diagram diagram, LeafChange change) {
    this.diagram = diagram;
    this.change = change;
  }

  /** What becomes of a leaf: another leaf. */
  interface LeafChange {
    int of(int leaf) throws DiagramLimitException;
  }

  int apply(int root) throws DiagramLimitException {
    // Children are made before their parents, so no handle below the root is greater.
    done = new int[root + 1];
    Arrays.fill(done, UNKNOWN);
    return visit(root);
  }

  private int visit(int node) throws DiagramLimitException {
    if (done[node] == UNKNOWN) {
      done[node] =
          diagram.isLeaf(node)
              ? change.of(node)
              : diagram.node(
                  diagram.variableOf(node), visit(diagram.low(node)), visit(diagram.high(node)));
    }
    return done[node];
  }
}

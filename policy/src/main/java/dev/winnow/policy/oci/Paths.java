package dev.winnow.policy.oci;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import java.util.ArrayList;
import java.util.List;

/**
 * The paths of a verdict diagram over one syscall's arguments as libseccomp rules: each path tests
 * some bits of some words, which is one masked comparison per argument.
 *
 * <p>Paths are disjoint, so that neither the order of rules nor the precedence of actions matters.
 * More is true, and needed: libseccomp keeps the rules of a syscall as a tree with a level per half
 * of an argument, in the diagram's own order, and where a test holds but nothing below it does,
 * some versions do not come back for its neighbours. Two paths first differ in a word that both
 * reach by the same tests, hence from the same node, so their tests of that word exclude each
 * other: there is never a neighbour to come back for.
 */
final class Paths {
  private static final int ARGUMENTS = 6;
  private static final int FIRST = Diagram.variable(5, 31);

  private final Diagram diagram;
  private final int byDefault;
  private final int limit;
  private final long[] masks = new long[ARGUMENTS];
  private final long[] values = new long[ARGUMENTS];
  private final List<Path> found = new ArrayList<>();

  /**
   * A path that does not lead to the default.
   *
   * @param tests one for each argument that it looks at
   * @param action where it leads
   */
  record Path(List<OciTest> tests, Action action) {}

  private Paths(Diagram diagram, int byDefault, int limit) {
    this.diagram = diagram;
    this.byDefault = byDefault;
    this.limit = limit;
  }

  /**
   * All paths but those to the default's return value; one more than the limit if there are more.
   */
  static List<Path> of(Diagram diagram, int verdict, int byDefault, int limit) {
    Paths paths = new Paths(diagram, byDefault, limit);
    paths.follow(verdict);
    return paths.found;
  }

  private void follow(int node) {
    if (found.size() > limit) {
      return;
    }
    if (diagram.isLeaf(node)) {
      if (diagram.leafValue(node) != byDefault) {
        found.add(new Path(tests(), Action.ofReturnValue(diagram.leafValue(node))));
      }
      return;
    }
    int place = diagram.variableOf(node) - FIRST;
    int argument = place / 64;
    long bit = 1L << (63 - place % 64);
    masks[argument] |= bit;
    follow(diagram.low(node));
    values[argument] |= bit;
    follow(diagram.high(node));
    masks[argument] &= ~bit;
    values[argument] &= ~bit;
  }

  private List<OciTest> tests() {
    List<OciTest> tests = new ArrayList<>();
    for (int i = 0; i < ARGUMENTS; i++) {
      if (masks[i] == -1L) {
        tests.add(new OciTest(i, OciTest.Op.EQ, values[i], 0));
      } else if (masks[i] != 0) {
        tests.add(new OciTest(i, OciTest.Op.MASKED_EQ, masks[i], values[i]));
      }
    }
    return tests;
  }
}

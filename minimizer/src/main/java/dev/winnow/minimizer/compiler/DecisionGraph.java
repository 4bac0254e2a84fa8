package dev.winnow.minimizer.compiler;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tests and returns, each distinct one once, numbered so that a test's successors have lower
 * numbers.
 *
 * <p>Before: ten syscalls with the same 64 values have ten trees. After: one, and one instruction
 * more per syscall.
 */
final class DecisionGraph {
  /** A node of the graph. */
  sealed interface Node {}

  /** Ends the program with this value. */
  record Return(int value) implements Node {}

  /**
   * Compares a word.
   *
   * @param word which
   * @param mask the bits of it that count; -1 for all
   * @param code JEQ_K, JGE_K or JSET_K
   * @param k the constant
   * @param yes the node if the comparison holds
   * @param no the node if not
   */
  record Test(int word, int mask, int code, int k, int yes, int no) implements Node {}

  private final List<Node> nodes = new ArrayList<>();
  private final Map<Node, Integer> numbers = new HashMap<>();

  int add(Node node) {
    if (node instanceof Test test && test.yes == test.no) {
      return test.yes;
    }
    Integer known = numbers.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  Node get(int number) {
    return nodes.get(number);
  }

  int size() {
    return nodes.size();
  }

  /** The tests that are reached from a node. */
  int tests(int root) {
    BitSet seen = new BitSet();
    Deque<Integer> waiting = new ArrayDeque<>(List.of(root));
    int tests = 0;
    while (!waiting.isEmpty()) {
      int node = waiting.pop();
      if (!seen.get(node) && nodes.get(node) instanceof Test test) {
        seen.set(node);
        tests++;
        waiting.push(test.yes);
        waiting.push(test.no);
      }
    }
    return tests;
  }
}

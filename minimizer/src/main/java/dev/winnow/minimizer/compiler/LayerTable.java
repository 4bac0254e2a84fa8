package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Functions of one 32-bit word whose values are diagrams of the remaining words: reduced decision
 * diagrams over the word's bits, highest first. Nodes are int handles and canonical.
 */
final class LayerTable {
  private static final int LEAF = 32;

  /** A node tests bit {@code 31 - level}; a leaf has level 32 and its function in {@code low}. */
  private record Node(int level, int low, int high) {
    /** The default of records puts neighbours in one bucket. */
    @Override
    public int hashCode() {
      int hash = (level * 0x9e3779b9 + low) * 0x85ebca6b + high;
      return hash * 0xc2b2ae35;
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final Effort effort;
  private final Map<Node, Integer> handles = new HashMap<>();

  LayerTable(Effort effort) {
    this.effort = effort;
  }

  /** The constant function. */
  int leaf(int function) {
    return handle(new Node(LEAF, function, function));
  }

  int node(int bit, int zero, int one) {
    return zero == one ? zero : handle(new Node(31 - bit, zero, one));
  }

  private int handle(Node node) {
    effort.spend(2);
    Integer known = handles.putIfAbsent(node, nodes.size());
    if (known != null) {
      return known;
    }
    nodes.add(node);
    return nodes.size() - 1;
  }

  boolean isLeaf(int layer) {
    return nodes.get(layer).level == LEAF;
  }

  /** The value of a constant function. */
  int function(int leaf) {
    if (!isLeaf(leaf)) {
      throw new IllegalArgumentException("layer " + leaf + " is not constant");
    }
    return nodes.get(leaf).low;
  }

  /** The bit that is tested first; -1 for a constant. */
  int bit(int layer) {
    return 31 - nodes.get(layer).level;
  }

  int zero(int layer) {
    return nodes.get(layer).low;
  }

  int one(int layer) {
    return nodes.get(layer).high;
  }

  /** The function's value for a value of the word. */
  int at(int layer, int value) {
    int here = layer;
    while (!isLeaf(here)) {
      here = (value >>> bit(here) & 1) == 0 ? zero(here) : one(here);
    }
    return function(here);
  }

  /** The bits that the function depends on. */
  int support(int layer) {
    int bits = 0;
    for (int node : reachable(layer)) {
      if (!isLeaf(node)) {
        bits |= 1 << bit(node);
      }
    }
    return bits;
  }

  /** The values that the function takes, in the order of the words that lead to them. */
  Set<Integer> functions(int layer) {
    Set<Integer> functions = new LinkedHashSet<>();
    for (int node : reachable(layer)) {
      if (isLeaf(node)) {
        functions.add(function(node));
      }
    }
    return functions;
  }

  /** Adds for each value of the function a word that leads to it. */
  void examples(int layer, Map<Integer, Integer> words) {
    examples(layer, 0, words, new HashSet<>());
  }

  private void examples(int layer, int word, Map<Integer, Integer> words, Set<Integer> seen) {
    if (isLeaf(layer)) {
      words.putIfAbsent(function(layer), word);
    } else if (seen.add(layer)) {
      examples(zero(layer), word, words, seen);
      examples(one(layer), word | 1 << bit(layer), words, seen);
    }
  }

  private Set<Integer> reachable(int layer) {
    Set<Integer> seen = new LinkedHashSet<>();
    collect(layer, seen);
    effort.spend(seen.size());
    return seen;
  }

  private void collect(int layer, Set<Integer> seen) {
    if (seen.add(layer) && !isLeaf(layer)) {
      collect(zero(layer), seen);
      collect(one(layer), seen);
    }
  }

  /**
   * The one value that the function takes where a bit is 0 or 1; -2 if it takes several. Stops at
   * the second.
   */
  int constantWhere(int layer, int bit, boolean one) {
    return constantWhere(layer, bit, one, -1, new HashSet<>());
  }

  /** As above, where {@code found} was met before, or -1. */
  private int constantWhere(int layer, int bit, boolean one, int found, Set<Integer> seen) {
    if (isLeaf(layer)) {
      return found == -1 || found == function(layer) ? function(layer) : -2;
    }
    if (found == -2 || !seen.add(layer)) {
      return found;
    }
    effort.spend(1);
    int result = found;
    if (bit(layer) != bit || !one) {
      result = constantWhere(zero(layer), bit, one, result, seen);
    }
    if (result != -2 && (bit(layer) != bit || one)) {
      result = constantWhere(one(layer), bit, one, result, seen);
    }
    return result;
  }

  /** The function where the bits of {@code zeros} are 0 and those of {@code ones} are 1. */
  int restrict(int layer, int zeros, int ones) {
    return restrict(layer, zeros, ones, new HashMap<>());
  }

  private int restrict(int layer, int zeros, int ones, Map<Integer, Integer> known) {
    if (isLeaf(layer)) {
      return layer;
    }
    Integer done = known.get(layer);
    if (done != null) {
      return done;
    }
    int mask = 1 << bit(layer);
    int result;
    if ((zeros & mask) != 0) {
      result = restrict(zero(layer), zeros, ones, known);
    } else if ((ones & mask) != 0) {
      result = restrict(one(layer), zeros, ones, known);
    } else {
      int zero = restrict(zero(layer), zeros, ones, known);
      result = node(bit(layer), zero, restrict(one(layer), zeros, ones, known));
    }
    known.put(layer, result);
    return result;
  }

  /**
   * The function where some bit of a mask is 1; elsewhere it is whatever makes the result small (as
   * the "restrict" of Coudert and Madre 1990, for this kind of care set).
   */
  int whereSome(int layer, int mask) {
    return whereSome(layer, mask, new HashMap<>());
  }

  /** All higher bits of the mask are 0 here, and the bits of a node tell how far down it is. */
  private int whereSome(int layer, int mask, Map<Integer, Integer> known) {
    int top = Integer.highestOneBit(mask);
    int tested = isLeaf(layer) ? 0 : 1 << bit(layer);
    if (mask == 0 || Integer.compareUnsigned(tested, top) < 0) {
      return layer;
    }
    Integer done = known.get(layer);
    if (done != null) {
      return done;
    }
    int result;
    if (tested != top) {
      int zero = whereSome(zero(layer), mask, known);
      result = node(bit(layer), zero, whereSome(one(layer), mask, known));
    } else if (mask == top) {
      result = one(layer);
    } else {
      result = node(bit(layer), whereSome(zero(layer), mask & ~top, known), one(layer));
    }
    known.put(layer, result);
    return result;
  }

  /** The number of nodes. */
  int size(int layer) {
    return reachable(layer).size();
  }
}

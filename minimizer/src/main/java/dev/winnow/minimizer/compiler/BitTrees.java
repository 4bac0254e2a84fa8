package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import java.util.HashMap;
import java.util.Map;

/**
 * Layers as they are: one JSET for each node, of which equal ones are one object. Never small, but
 * made in no time, whatever the layer: what is left when the search for something better took too
 * long.
 */
final class BitTrees {
  private final LayerTable layers;
  private final Map<Integer, Tree> trees = new HashMap<>();

  BitTrees(LayerTable layers) {
    this.layers = layers;
  }

  WordSearch.Found of(int layer, WordValues values) {
    double executed = values.weightedBy(value -> depth(layer, value), layers.support(layer));
    return new WordSearch.Found(tree(layer), executed, layers.size(layer));
  }

  private Tree tree(int layer) {
    if (layers.isLeaf(layer)) {
      return new Tree.Leaf(layers.function(layer));
    }
    Tree known = trees.get(layer);
    if (known == null) {
      Tree zero = tree(layers.zero(layer));
      Tree one = tree(layers.one(layer));
      known = new Tree.Test(Tree.WHOLE, JSET_K, 1 << layers.bit(layer), one, zero);
      trees.put(layer, known);
    }
    return known;
  }

  private int depth(int layer, int value) {
    int depth = 0;
    int here = layer;
    while (!layers.isLeaf(here)) {
      here = (value >>> layers.bit(here) & 1) == 0 ? layers.zero(here) : layers.one(here);
      depth++;
    }
    return depth;
  }
}

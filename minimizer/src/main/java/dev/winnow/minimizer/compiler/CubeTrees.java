package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import dev.winnow.minimizer.compiler.Cubes.Cube;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trees that test one cube after the other: an AND and a JEQ each, or one JSET for a cube of zeros
 * or of a single bit.
 */
final class CubeTrees {
  private final LayerTable layers;
  private final Effort effort;

  CubeTrees(LayerTable layers, Effort effort) {
    this.layers = layers;
    this.effort = effort;
  }

  /** The cubes of one of a layer's two functions, whichever cost less; null if too many. */
  WordSearch.@Nullable Found of(int layer, WordValues values, Objective objective) {
    List<Integer> functions = new ArrayList<>(layers.functions(layer));
    if (functions.size() != 2) {
      return null;
    }
    WordSearch.Found best = null;
    for (int side = 0; side < 2; side++) {
      int function = functions.get(side);
      List<Cube> cubes = new Cubes(layers, effort).of(layer, function);
      if (cubes != null) {
        WordSearch.Found found = chain(cubes, function, functions.get(1 - side), values);
        if (best == null || found.cost(objective) < best.cost(objective)) {
          best = found;
        }
      }
    }
    return best;
  }

  /** The widest cubes first: they decide most. */
  private static WordSearch.Found chain(
      List<Cube> cubes, int function, int otherwise, WordValues values) {
    List<Cube> sorted = new ArrayList<>(cubes);
    sorted.sort(
        Comparator.<Cube>comparingInt(cube -> Integer.bitCount(cube.mask()))
            .thenComparing(Cube::mask, Integer::compareUnsigned)
            .thenComparing(Cube::value, Integer::compareUnsigned));
    double executed = 0;
    int size = 0;
    WordValues passing = values;
    for (Cube cube : sorted) {
      int instructions = oneTest(cube) ? 1 : 3;
      executed += instructions * passing.total();
      size += instructions;
      passing = passing.where(word -> !cube.holds(word));
    }
    Tree tree = new Tree.Leaf(otherwise);
    for (Cube cube : sorted.reversed()) {
      tree = test(cube, new Tree.Leaf(function), tree);
    }
    return new WordSearch.Found(tree, executed, size);
  }

  private static boolean oneTest(Cube cube) {
    return cube.value() == 0 || Integer.bitCount(cube.mask()) == 1;
  }

  private static Tree test(Cube cube, Tree yes, Tree no) {
    if (cube.value() == 0) {
      return new Tree.Test(Tree.WHOLE, JSET_K, cube.mask(), no, yes);
    }
    return oneTest(cube)
        ? new Tree.Test(Tree.WHOLE, JSET_K, cube.mask(), yes, no)
        : new Tree.Test(cube.mask(), JEQ_K, cube.value(), yes, no);
  }
}

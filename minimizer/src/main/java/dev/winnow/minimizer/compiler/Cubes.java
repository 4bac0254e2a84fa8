package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words that lead to one function, as an irredundant sum of cubes: none can be left out, and
 * none can lose a bit (the algorithm of Minato and Morreale, 1993).
 *
 * <p>Before: "one of these 40 pairs or triples of flags" bit by bit, more tests than a program may
 * have. After: an AND and a JEQ for each of the 40.
 */
final class Cubes {
  private static final int NO = 0;
  private static final int YES = 1;

  /** More cubes are not looked for: other ways are shorter, or there is none. */
  private static final int MAX_CUBES = 600;

  private final LayerTable layers;
  private final Effort effort;
  private final int no;
  private final int yes;
  private final Map<Pair, Integer> without = new HashMap<>();
  private final Map<Pair, Integer> either = new HashMap<>();
  private final Map<Pair, Sum> sums = new HashMap<>();
  private boolean tooMany;

  /**
   * The words whose bits in {@code mask} are those of {@code value}.
   *
   * @param mask the bits that count
   * @param value a part of the mask
   */
  record Cube(int mask, int value) {
    boolean holds(int word) {
      return (word & mask) == value;
    }
  }

  private record Pair(int left, int right) {}

  /** Cubes, and the layer that is YES in one of them. */
  private record Sum(List<Cube> cubes, int layer) {}

  Cubes(LayerTable layers, Effort effort) {
    this.layers = layers;
    this.effort = effort;
    no = layers.leaf(NO);
    yes = layers.leaf(YES);
  }

  /** The cubes of the words that a layer leads to a function; null if there are too many. */
  @Nullable List<Cube> of(int layer, int function) {
    int words = only(layer, function, new HashMap<>());
    tooMany = false;
    Sum sum = between(words, words);
    return tooMany || sum.cubes.size() > MAX_CUBES ? null : sum.cubes;
  }

  private int only(int layer, int function, Map<Integer, Integer> known) {
    if (layers.isLeaf(layer)) {
      return layers.function(layer) == function ? yes : no;
    }
    Integer done = known.get(layer);
    if (done != null) {
      return done;
    }
    int zero = only(layers.zero(layer), function, known);
    int one = only(layers.one(layer), function, known);
    int result = layers.node(layers.bit(layer), zero, one);
    known.put(layer, result);
    return result;
  }

  /** Cubes for all words of {@code needed} and none outside {@code allowed}. */
  private Sum between(int needed, int allowed) {
    if (needed == no || tooMany) {
      return new Sum(List.of(), no);
    }
    if (allowed == yes) {
      return new Sum(List.of(new Cube(0, 0)), yes);
    }
    Pair asked = new Pair(needed, allowed);
    Sum known = sums.get(asked);
    if (known != null) {
      return known;
    }
    int bit = Math.max(layers.bit(needed), layers.bit(allowed));
    int needed0 = branch(needed, bit, false);
    int needed1 = branch(needed, bit, true);
    int allowed0 = branch(allowed, bit, false);
    int allowed1 = branch(allowed, bit, true);
    Sum zero = between(without(needed0, allowed1), allowed0);
    Sum one = between(without(needed1, allowed0), allowed1);
    int left = either(without(needed0, zero.layer), without(needed1, one.layer));
    Sum both = between(left, without(allowed0, without(yes, allowed1)));
    List<Cube> cubes = new ArrayList<>(both.cubes);
    zero.cubes.forEach(cube -> cubes.add(new Cube(cube.mask | 1 << bit, cube.value)));
    one.cubes.forEach(cube -> cubes.add(new Cube(cube.mask | 1 << bit, cube.value | 1 << bit)));
    tooMany |= cubes.size() > MAX_CUBES || effort.spent();
    int covered = either(layers.node(bit, zero.layer, one.layer), both.layer);
    Sum sum = new Sum(cubes, covered);
    sums.put(asked, sum);
    return sum;
  }

  /** The words of one layer that are not in another. */
  private int without(int layer, int other) {
    if (layer == no || other == yes || layer == other) {
      return no;
    }
    if (other == no) {
      return layer;
    }
    Pair asked = new Pair(layer, other);
    Integer known = without.get(asked);
    if (known != null) {
      return known;
    }
    int bit = Math.max(layers.bit(layer), layers.bit(other));
    int zero = without(branch(layer, bit, false), branch(other, bit, false));
    int one = without(branch(layer, bit, true), branch(other, bit, true));
    int result = layers.node(bit, zero, one);
    without.put(asked, result);
    return result;
  }

  private int either(int layer, int other) {
    if (layer == no || other == yes || layer == other) {
      return other;
    }
    if (other == no || layer == yes) {
      return layer;
    }
    Pair asked = new Pair(layer, other);
    Integer known = either.get(asked);
    if (known != null) {
      return known;
    }
    int bit = Math.max(layers.bit(layer), layers.bit(other));
    int zero = either(branch(layer, bit, false), branch(other, bit, false));
    int one = either(branch(layer, bit, true), branch(other, bit, true));
    int result = layers.node(bit, zero, one);
    either.put(asked, result);
    return result;
  }

  private int branch(int layer, int bit, boolean one) {
    if (layers.bit(layer) != bit) {
      return layer;
    }
    return one ? layers.one(layer) : layers.zero(layer);
  }
}

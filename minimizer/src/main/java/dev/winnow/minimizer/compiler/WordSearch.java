package dev.winnow.minimizer.compiler;

import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;

import dev.winnow.minimizer.bpf.Program;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest tree found for one layer: comparisons of the word as it is, and what masks can do.
 *
 * <p>Before: {@code (flags & ~0x80800) == 0} is {@code flags} in {0, 0x800, 0x80000, 0x80800}: four
 * comparisons; with 20 free bits a million. After: one JSET.
 *
 * <p>Masks are found on the diagram, not in the expression: the bits that decide alone when they
 * are 1 (one JSET), those that decide alone when they are 0 (AND and JEQ), the bits that do not
 * matter (AND them away and compare what is left), and, failing all that, the bit that simplifies
 * most.
 */
final class WordSearch {
  /**
   * More ranges than this are not told apart by comparisons but split by a bit: more comparisons
   * than a program may have instructions.
   */
  private static final int MAX_RANGES = 2 * Program.MAX_INSTRUCTIONS;

  /** Up to this many bits all ways to split by a bit are tried, 3^6 at most; beyond it one. */
  private static final int MAX_SPLIT_BITS = 6;

  /** So many ranges are searched at once; it takes less than a millisecond. */
  private static final int FEW_RANGES = 24;

  /** So many ranges are compared however few nodes they have: values below 512 share theirs. */
  private static final int FEW_VALUES = 300;

  /**
   * One comparison tells at most two boundaries between ranges; masks that need fewer are better.
   */
  private static final int RANGES_PER_TEST = 3;

  /** How many groups of bits, of each of which one is needed, are tested in a row. */
  private static final int MAX_NEEDS = 48;

  private final LayerTable layers;
  private final Objective objective;
  private final Effort effort;
  private final BitTrees bitTrees;
  private final Comparisons comparisons;
  private final Map<Asked, Found> known = new HashMap<>();

  private record Asked(int layer, WordValues values) {}

  /**
   * What was found.
   *
   * @param tree the tree; its leaves are functions
   * @param executed the tests that it executes, by weight, with loads and ANDs on the way
   * @param size its tests, loads and ANDs
   */
  record Found(Tree tree, double executed, int size) {
    double cost(Objective objective) {
      return executed + objective.perInstruction() * size;
    }
  }

  /** A layer over the words that have these bits fixed. */
  private record Place(int layer, int zeros, int ones) {}

  WordSearch(LayerTable layers, Objective objective, Effort effort) {
    this.layers = layers;
    this.objective = objective;
    this.effort = effort;
    bitTrees = new BitTrees(layers);
    comparisons = new Comparisons(objective.perInstruction(), effort);
  }

  /** The best tree for a layer whose word takes these values; searched once. */
  Found best(int layer, WordValues values) {
    return known.computeIfAbsent(
        new Asked(layer, values), asked -> new Search().best(new Place(layer, 0, 0), values));
  }

  /** One search: places are met again, with the same values, on different ways. */
  private final class Search {
    private final Map<Place, Found> known = new HashMap<>();
    private int needs;

    Found best(Place place, WordValues values) {
      if (layers.isLeaf(place.layer)) {
        return new Found(new Tree.Leaf(layers.function(place.layer)), 0, 0);
      }
      Found found = known.get(place);
      if (found == null) {
        found = search(place, values);
        known.put(place, found);
      }
      return found;
    }

    /** Masks first: many ranges are searched only if masks need nearly as many tests. */
    private Found search(Place place, WordValues values) {
      if (effort.spent()) {
        return spent(place, values);
      }
      Ranges ranges = comparable(place.layer, place.zeros, place.ones);
      if (ranges != null && ranges.count() <= FEW_RANGES) {
        Found plain = compare(ranges, values, Tree.WHOLE);
        return plain.size <= 1 ? plain : improved(plain, byMasks(place, values, ranges, plain));
      }
      Found cubes = ranges == null ? byCubes(place, values) : null;
      Found best = better(cubes, byMasks(place, values, ranges, cubes));
      if (ranges != null && (best == null || ranges.count() < RANGES_PER_TEST * best.size)) {
        best = better(best, compare(ranges, values, Tree.WHOLE));
      }
      if (best == null) {
        throw new IllegalStateException("a layer that tests bits can be split by one");
      }
      return best;
    }

    /** No masks any more: ranges if there are few, else bit by bit. */
    private Found spent(Place place, WordValues values) {
      Found bits = bitTrees.of(place.layer, values);
      Ranges ranges = Ranges.of(layers, place.layer, place.zeros, place.ones, FEW_RANGES);
      return ranges == null ? bits : improved(bits, compare(ranges, values, Tree.WHOLE));
    }

    /**
     * The ranges over the words that have these bits; null if there are many and more than nodes,
     * for then the layer is made of bits and not of values, and comparing is hopeless.
     */
    private @Nullable Ranges comparable(int layer, int zeros, int ones) {
      int limit = Math.min(Math.max(FEW_VALUES, layers.size(layer)), MAX_RANGES);
      return Ranges.of(layers, layer, zeros, ones, limit);
    }

    /**
     * The best way that begins with a mask; null if there is none and none is needed, because there
     * are ranges to compare or another way is known.
     */
    private @Nullable Found byMasks(
        Place place, WordValues values, @Nullable Ranges plain, @Nullable Found known) {
      boolean needed = known == null && plain == null;
      Found best = masked(place, values, plain == null ? MAX_RANGES : plain.count());
      int support = layers.support(place.layer);
      for (Map.Entry<Integer, Integer> ones : deciding(place.layer, support, true).entrySet()) {
        best = better(best, decidedByOnes(place, ones.getKey(), ones.getValue(), values));
      }
      for (Map.Entry<Integer, Integer> zeros : deciding(place.layer, support, false).entrySet()) {
        best = better(best, decidedByZeros(place, zeros.getKey(), zeros.getValue(), values));
      }
      if (needed) {
        best = better(best, decidedByNone(place, support, values));
      }
      boolean must = needed && best == null;
      if (must || Integer.bitCount(support) <= MAX_SPLIT_BITS) {
        best = better(best, split(place, support, values, must));
      }
      return best;
    }

    /**
     * The functions that single bits lead to as soon as they are 1 (or 0), each with those bits.
     */
    private Map<Integer, Integer> deciding(int layer, int support, boolean one) {
      Map<Integer, Integer> masks = new LinkedHashMap<>();
      for (int bit = 31; bit >= 0; bit--) {
        if ((support & 1 << bit) != 0) {
          int function = layers.constantWhere(layer, bit, one);
          if (function >= 0) {
            masks.merge(function, 1 << bit, (a, b) -> a | b);
          }
        }
      }
      return masks;
    }

    /** Only for the word as a whole: parts of it are made by looking for something shorter. */
    private @Nullable Found byCubes(Place place, WordValues values) {
      return place.zeros == 0 && place.ones == 0
          ? new CubeTrees(layers, effort).of(place.layer, values, objective)
          : null;
    }

    /** Before: one test for each value with another free bit. After: AND, then fewer values. */
    private @Nullable Found masked(Place place, WordValues values, int plain) {
      int support = layers.support(place.layer);
      if ((~support & ~place.zeros & ~place.ones) == 0) {
        return null;
      }
      Ranges ranges = comparable(place.layer, ~support, 0);
      if (ranges == null || ranges.count() >= plain) {
        return null;
      }
      Found found = compare(ranges, values, support);
      return new Found(found.tree, found.executed + values.total(), found.size + 1);
    }

    /** One JSET for all bits that lead to the function as soon as one of them is 1. */
    private Found decidedByOnes(Place place, int function, int mask, WordValues values) {
      int rest = layers.restrict(place.layer, mask, 0);
      Found no =
          best(
              new Place(rest, place.zeros | mask, place.ones),
              values.where(value -> (value & mask) == 0));
      Tree tree = new Tree.Test(Tree.WHOLE, JSET_K, mask, new Tree.Leaf(function), no.tree);
      return new Found(tree, values.total() + no.executed, 1 + no.size);
    }

    /**
     * AND and JEQ for all bits that lead to the function as soon as one is 0; JSET for a single
     * one.
     */
    private Found decidedByZeros(Place place, int function, int mask, WordValues values) {
      int rest = layers.restrict(place.layer, 0, mask);
      WordValues passing = values.where(value -> (value & mask) == mask);
      Found yes = best(new Place(rest, place.zeros, place.ones | mask), passing);
      Tree no = new Tree.Leaf(function);
      if (Integer.bitCount(mask) == 1) {
        Tree tree = new Tree.Test(Tree.WHOLE, JSET_K, mask, yes.tree, no);
        return new Found(tree, values.total() + yes.executed, 1 + yes.size);
      }
      int reload = yes.tree instanceof Tree.Leaf ? 0 : 1;
      Tree tree = new Tree.Test(mask, JEQ_K, mask, yes.tree, no);
      return new Found(
          tree,
          2 * values.total() + yes.executed + reload * passing.total(),
          2 + reload + yes.size);
    }

    /**
     * One JSET for bits of which at least one is needed.
     *
     * <p>Before: {@code (flags & 0x3c) != 0 && (flags & 0x3c0) != 0} bit by bit, two dozen tests.
     * After: two.
     */
    private @Nullable Found decidedByNone(Place place, int support, WordValues values) {
      int mask = support;
      for (int bit = Integer.highestOneBit(support); bit != 0; bit >>>= 1) {
        int fewer = mask & ~bit;
        if (layers.isLeaf(layers.restrict(place.layer, fewer, 0))) {
          mask = fewer;
        }
      }
      if (Integer.bitCount(mask) < 2 || needs >= MAX_NEEDS) {
        return null;
      }
      int needed = mask;
      int function = layers.at(place.layer, 0);
      int some = layers.whereSome(place.layer, mask);
      if (layers.size(some) >= layers.size(place.layer)) {
        return null;
      }
      needs++;
      Found yes =
          best(
              new Place(some, place.zeros, place.ones),
              values.where(value -> (value & needed) != 0));
      needs--;
      Tree tree = new Tree.Test(Tree.WHOLE, JSET_K, mask, yes.tree, new Tree.Leaf(function));
      return new Found(tree, values.total() + yes.executed, 1 + yes.size);
    }

    /** By each bit, or, if there are many, by the one that leaves the smallest layers. */
    private @Nullable Found split(Place place, int support, WordValues values, boolean needed) {
      int candidates = support & ~(place.zeros | place.ones);
      if (Integer.bitCount(candidates) > MAX_SPLIT_BITS) {
        candidates = needed ? simplifying(place.layer, candidates) : 0;
      }
      Found best = null;
      for (int bit = 1; bit != 0; bit <<= 1) {
        if ((candidates & bit) != 0) {
          best = better(best, split(place, bit, values));
        }
      }
      return best;
    }

    private Found split(Place place, int bit, WordValues values) {
      Found yes =
          best(
              new Place(layers.restrict(place.layer, 0, bit), place.zeros, place.ones | bit),
              values.where(value -> (value & bit) != 0));
      Found no =
          best(
              new Place(layers.restrict(place.layer, bit, 0), place.zeros | bit, place.ones),
              values.where(value -> (value & bit) == 0));
      Tree tree = new Tree.Test(Tree.WHOLE, JSET_K, bit, yes.tree, no.tree);
      return new Found(tree, values.total() + yes.executed + no.executed, 1 + yes.size + no.size);
    }

    private int simplifying(int layer, int candidates) {
      int best = 0;
      int least = Integer.MAX_VALUE;
      for (int bit = Integer.MIN_VALUE; bit != 0; bit >>>= 1) {
        if ((candidates & bit) != 0) {
          int size =
              layers.size(layers.restrict(layer, bit, 0))
                  + layers.size(layers.restrict(layer, 0, bit));
          if (size < least) {
            least = size;
            best = bit;
          }
        }
      }
      return best;
    }
  }

  /** By comparisons alone, under a mask. */
  private Found compare(Ranges ranges, WordValues values, int mask) {
    double[] weights = values.over(ranges, mask);
    RangeSplit.Split split = comparisons.best(ranges, weights, mask);
    return new Found(split.tree(), split.executed(), split.tests());
  }

  private @Nullable Found better(@Nullable Found a, @Nullable Found b) {
    return a == null ? b : improved(a, b);
  }

  /** Of equal ones the first. */
  private Found improved(Found a, @Nullable Found b) {
    return b != null && b.cost(objective) < a.cost(objective) - 1e-12 ? b : a;
  }
}

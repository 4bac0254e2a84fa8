package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What no program can go below that tests words by JEQ, JGT and JGE alone, each instruction always
 * the same word, however it shares its parts and orders its words. A JSET or an AND may save some
 * of these tests, and so may a test that is jumped to with different words loaded.
 *
 * <p>Length: two values of a word that pass no test apart are treated alike, whatever else is
 * known. So the tests of one word, taken together, tell all values apart that any function of the
 * program tells apart: the word's ranges for all functions at once, of which {@link
 * LowerBounds#tests} are needed.
 *
 * <p>Executed: with the other words fixed to an event's, what is left of a program is a tree of
 * tests of one word, for which {@link LowerBounds#executed} holds. Events that share these words
 * share the tree.
 */
final class ComparisonBounds {
  /** More ranges than a program can have tests for. */
  private static final int MOST_RANGES = Program.MAX_INSTRUCTIONS;

  private final Functions functions;

  ComparisonBounds(Functions functions) {
    this.functions = functions;
  }

  /**
   * The least number of different tests of a word.
   *
   * @param leading functions that some number or architecture leads to
   */
  int tests(int word, Collection<Integer> leading) throws DiagramLimitException {
    List<Ranges> all = new ArrayList<>();
    for (int function : leading) {
      if ((functions.words(function) & 1 << word) != 0) {
        int layer = functions.layer(function, word);
        if (layer == Functions.NOT_MADE) {
          continue; // what the other functions tell apart is a bound as well
        }
        Ranges ranges = Ranges.of(functions.layers(), layer, 0, 0, MOST_RANGES);
        if (ranges == null) {
          return MOST_RANGES / 2; // R ranges need at least (R - 1) / 2 tests: JEQ tells two apart
        }
        all.add(ranges);
      }
    }
    return all.isEmpty() ? 0 : LowerBounds.tests(joint(all));
  }

  /** The ranges of values that all functions treat alike. */
  static Ranges joint(List<Ranges> all) {
    TreeSet<Integer> starts = new TreeSet<>(Integer::compareUnsigned);
    for (Ranges ranges : all) {
      for (int r = 0; r < ranges.count(); r++) {
        starts.add(ranges.first(r));
      }
    }
    Map<List<Integer>, Integer> numbers = new HashMap<>();
    List<Integer> firsts = List.copyOf(starts);
    int[] first = new int[firsts.size()];
    int[] last = new int[firsts.size()];
    int[] function = new int[firsts.size()];
    for (int i = 0; i < first.length; i++) {
      int value = firsts.get(i);
      first[i] = value;
      last[i] = i + 1 < first.length ? firsts.get(i + 1) - 1 : -1;
      List<Integer> together = all.stream().map(r -> r.function(r.indexOf(value))).toList();
      function[i] = numbers.computeIfAbsent(together, t -> numbers.size());
    }
    return new Ranges(first, last, function);
  }

  /** The least that events execute, weighted, to load and test the words of a function. */
  double executed(int function, List<Sample> samples) {
    double executed = 0;
    for (int word = 0; word < 16; word++) {
      if ((functions.words(function) & 1 << word) != 0) {
        for (List<Sample> together : byOtherWords(function, word, samples)) {
          executed += executed(function, word, together);
        }
      }
    }
    return executed;
  }

  private double executed(int function, int word, List<Sample> together) {
    int layer = functions.layerGiven(function, word, together.getFirst());
    if (functions.layers().isLeaf(layer)) {
      return 0;
    }
    double weight = together.stream().mapToDouble(Sample::uncached).sum();
    @Nullable Ranges ranges = Ranges.of(functions.layers(), layer, 0, 0, MOST_RANGES);
    if (ranges == null) {
      return 2 * weight; // a load, and one test at least
    }
    double[] weights = new double[ranges.count()];
    for (Sample sample : together) {
      weights[ranges.indexOf(sample.word(word))] += sample.uncached();
    }
    return weight + Math.max(weight, LowerBounds.executed(ranges, weights));
  }

  /** Events that agree in all other words that the function looks at. */
  private Collection<List<Sample>> byOtherWords(int function, int word, List<Sample> samples) {
    int others = functions.words(function) & ~(1 << word);
    Map<List<Integer>, List<Sample>> groups = new LinkedHashMap<>();
    for (Sample sample : samples) {
      List<Integer> key = new ArrayList<>();
      for (int other = 0; other < 16; other++) {
        key.add((others & 1 << other) == 0 ? 0 : sample.word(other));
      }
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(sample);
    }
    return groups.values();
  }
}

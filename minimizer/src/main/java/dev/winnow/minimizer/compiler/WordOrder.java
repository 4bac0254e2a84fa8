package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.compiler.WordSearch.Found;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which word a function tests first: architecture, then number, so that the kernel can decide plain
 * syscalls from its bitmap, then the order of arguments that costs least.
 *
 * <p>Before: the high half of each argument is compared before its low half, in the order of the
 * arguments. After: what decides most events soonest comes first, mostly low halves, and the test
 * for an empty high half is left for the end, where all syscalls share it.
 *
 * <p>All orders are tried, each subfunction once, until a budget is spent; then the word is taken
 * that leaves the simplest rest.
 */
final class WordOrder {
  /**
   * How many pairs of function and word are searched for the best order. Too low: conditions on
   * many arguments get a poor order. Too high: each costs a search of its trees, about a
   * millisecond.
   */
  private static final int BUDGET = 3000;

  private final Functions functions;
  private final WordSearch search;
  private final Objective objective;
  private final Map<Integer, Choice> choices = new HashMap<>();
  private final Map<Integer, Integer> preferred = new HashMap<>();
  private final Set<Integer> committed = new HashSet<>();
  private int searched;

  /**
   * The best order from a function on.
   *
   * @param word what to test first
   * @param executed instructions executed per unit of weight
   * @param sizes the instructions of this function and of those that it leads to
   */
  private record Choice(int word, double executed, Map<Integer, Integer> sizes) {}

  WordOrder(Functions functions, WordSearch search, Objective objective) {
    this.functions = functions;
    this.search = search;
    this.objective = objective;
  }

  /** The word that a function of the arguments tests first. */
  int wordOf(int function) throws DiagramLimitException {
    int words = functions.words(function);
    if ((words & 1 << Diagram.ARCH) != 0) {
      return Diagram.ARCH;
    }
    if ((words & 1 << Diagram.NR) != 0) {
      return Diagram.NR;
    }
    Integer word = preferred.get(function);
    return word != null
        ? word
        : choose(function, new Events(List.of(), objective.unforeseen())).word;
  }

  /** Makes a function test this word first, whatever is thought to be best. */
  void prefer(int function, int word) {
    preferred.put(function, word);
  }

  /** Settles the order for a syscall's function, knowing its events. */
  void settle(int function, Events events) throws DiagramLimitException {
    if (!functions.isVerdict(function)) {
      committed.addAll(choose(function, events).sizes.keySet());
    }
  }

  private Choice choose(int function, Events events) throws DiagramLimitException {
    Choice known = choices.get(function);
    if (known != null) {
      return known;
    }
    int words = functions.words(function);
    Choice best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int word : searched > BUDGET ? List.of(simplest(function)) : wordsIn(words)) {
      searched++;
      Choice choice = estimate(function, word, events);
      double cost = cost(choice, events.total());
      if (best == null || cost < least - 1e-12) {
        best = choice;
        least = cost;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("a verdict tests no word");
    }
    choices.put(function, best);
    return best;
  }

  /** Low halves first: of equal orders the first is taken. */
  static List<Integer> wordsIn(int words) {
    List<Integer> list = new ArrayList<>();
    for (int half = 0; half < 2; half++) {
      for (int word = half; word < 16; word += 2) {
        if ((words & 1 << word) != 0) {
          list.add(word);
        }
      }
    }
    return list;
  }

  private int simplest(int function) throws DiagramLimitException {
    int best = -1;
    int least = Integer.MAX_VALUE;
    for (int word : wordsIn(functions.words(function))) {
      int layer = functions.layer(function, word);
      int rest = 0;
      for (int next : functions.layers().functions(layer)) {
        rest += Integer.bitCount(functions.words(next));
      }
      if (rest < least) {
        least = rest;
        best = word;
      }
    }
    return best;
  }

  private double cost(Choice choice, double weight) {
    int size = 0;
    for (Map.Entry<Integer, Integer> part : choice.sizes.entrySet()) {
      size += committed.contains(part.getKey()) ? 0 : part.getValue();
    }
    return choice.executed * weight + objective.perInstruction() * size;
  }

  private Choice estimate(int function, int word, Events events) throws DiagramLimitException {
    int layer = functions.layer(function, word);
    Found found = search.best(layer, WordValues.of(word, events));
    double executed = events.total() + found.executed();
    Map<Integer, Integer> sizes = new LinkedHashMap<>();
    sizes.put(function, 1 + found.size());
    Map<Integer, Events> routes = events.route(functions.layers(), layer, word);
    for (Map.Entry<Integer, Events> route : routes.entrySet()) {
      if (!functions.isVerdict(route.getKey())) {
        Choice rest = choose(route.getKey(), route.getValue());
        executed += rest.executed * route.getValue().total();
        rest.sizes.forEach(sizes::putIfAbsent);
      }
    }
    return new Choice(word, executed / events.total(), sizes);
  }
}

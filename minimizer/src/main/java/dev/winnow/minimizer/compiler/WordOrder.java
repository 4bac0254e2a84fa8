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
 * <p>All orders are tried, each subfunction once, until the effort is spent; then the diagram's own
 * order is taken. It also is where another word is too large to be made the first.
 */
final class WordOrder {
  /** Where the search for an order begins. */
  enum Rule {
    /** Each function's own best. */
    SEARCHED,
    /** The same for all: low halves from argument 0 on, then high halves. */
    FIRST
  }

  private final Rule rule;
  private final Functions functions;
  private final WordSearch search;
  private final Objective objective;
  private final Map<Integer, Choice> choices = new HashMap<>();
  private final Map<Integer, Integer> preferred = new HashMap<>();
  private final Set<Integer> committed = new HashSet<>();

  /**
   * The best order from a function on.
   *
   * @param word what to test first
   * @param executed instructions executed per unit of weight
   * @param sizes the instructions of this function and of those that it leads to
   */
  private record Choice(int word, double executed, Map<Integer, Integer> sizes) {}

  WordOrder(Functions functions, WordSearch search, Objective objective, Rule rule) {
    this.rule = rule;
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
    if (word != null) {
      return word;
    }
    return switch (rule) {
      case FIRST -> wordsIn(words).getFirst();
      case SEARCHED -> choose(function, new Events(List.of(), objective.unforeseen())).word;
    };
  }

  /** Makes a function test this word first, whatever is thought to be best. */
  void prefer(int function, int word) {
    preferred.put(function, word);
  }

  /** Settles the order for a syscall's function, knowing its events. */
  void settle(int function, Events events) throws DiagramLimitException {
    if (rule == Rule.SEARCHED && !functions.isVerdict(function)) {
      committed.addAll(choose(function, events).sizes.keySet());
    }
  }

  private Choice choose(int function, Events events) throws DiagramLimitException {
    Choice known = choices.get(function);
    if (known != null) {
      return known;
    }
    Choice best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int word : candidates(function)) {
      if (best != null && functions.effort().spent()) {
        break;
      }
      int layer = functions.layer(function, word);
      if (layer == Functions.NOT_MADE) {
        continue;
      }
      Choice choice = estimate(function, word, layer, events);
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

  /** The words in the order in which they are tried; the diagram's own word costs no search. */
  private List<Integer> candidates(int function) {
    if (functions.effort().spent()) {
      return List.of(functions.firstWord(function));
    }
    return wordsIn(functions.words(function));
  }

  private double cost(Choice choice, double weight) {
    int size = 0;
    for (Map.Entry<Integer, Integer> part : choice.sizes.entrySet()) {
      size += committed.contains(part.getKey()) ? 0 : part.getValue();
    }
    return choice.executed * weight + objective.perInstruction() * size;
  }

  private Choice estimate(int function, int word, int layer, Events events)
      throws DiagramLimitException {
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

package dev.winnow.minimizer.compiler;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns functions into trees with all events that reach them, and the trees into a graph.
 *
 * <p>A function that several syscalls share gets one tree, for the sum of their events. A function
 * leads to functions of fewer words, so those of more words are planned first and every function
 * knows all its events when its turn comes.
 */
final class Planner {
  /** The words by which syscalls are told apart. */
  private static final int DISPATCH = 1 << Diagram.ARCH | 1 << Diagram.NR;

  private final Functions functions;
  private final WordOrder order;
  private final WordSearch search;
  private final Map<Integer, Planned> plans = new LinkedHashMap<>();
  private final Map<Integer, Integer> built = new HashMap<>();
  private final DecisionGraph graph = new DecisionGraph();

  private record Planned(int word, int layer, Tree tree) {}

  Planner(Functions functions, WordOrder order, WordSearch search) {
    this.functions = functions;
    this.order = order;
    this.search = search;
  }

  DecisionGraph graph() {
    return graph;
  }

  /** Plans a function and everything that it leads to; the number of its node in the graph. */
  int plan(int function, Events events) throws DiagramLimitException {
    Comparator<Integer> manyWordsFirst =
        Comparator.comparingInt(f -> -Integer.bitCount(functions.words(f)));
    TreeMap<Integer, Events> waiting =
        new TreeMap<>(manyWordsFirst.thenComparing(Comparator.naturalOrder()));
    waiting.put(function, events);
    while (!waiting.isEmpty()) {
      Map.Entry<Integer, Events> next = waiting.pollFirstEntry();
      planOne(next.getKey(), next.getValue(), waiting);
    }
    return build(function);
  }

  private void planOne(int function, Events events, Map<Integer, Events> waiting)
      throws DiagramLimitException {
    if (functions.isVerdict(function)) {
      return;
    }
    int word = order.wordOf(function);
    int layer = functions.layer(function, word);
    if (layer == Functions.NOT_MADE) {
      word = functions.firstWord(function);
      layer = functions.layer(function, word);
    }
    Tree tree = search.best(layer, WordValues.of(word, events)).tree();
    plans.put(function, new Planned(word, layer, tree));
    events
        .route(functions.layers(), layer, word)
        .forEach((next, some) -> waiting.merge(next, some, Events::and));
  }

  /** The functions that tell syscalls apart by their numbers, each with its tree. */
  Map<Integer, Tree> dispatch() {
    Map<Integer, Tree> trees = new LinkedHashMap<>();
    plans.forEach((function, plan) -> {
      if (plan.word == Diagram.NR) {
        trees.put(function, plan.tree);
      }
    });
    return trees;
  }

  /** The layers by which functions of arguments are decided. */
  List<Integer> argumentLayers() {
    return plans.values().stream()
        .filter(plan -> (1 << plan.word & DISPATCH) == 0)
        .map(Planned::layer)
        .toList();
  }

  /** The functions of arguments for which there is a choice of words, in the order of planning. */
  List<Integer> ofSeveralWords() {
    return plans.keySet().stream()
        .filter(f -> (functions.words(f) & DISPATCH) == 0)
        .filter(f -> Integer.bitCount(functions.words(f)) > 1)
        .toList();
  }

  /** Whether a function was planned: one that tests words and can be reached. */
  boolean isPlanned(int function) {
    return plans.containsKey(function);
  }

  /** The node of a function that was planned. */
  int build(int function) {
    Integer known = built.get(function);
    if (known != null) {
      return known;
    }
    Planned plan = plans.get(function);
    int node =
        plan == null
            ? graph.add(new DecisionGraph.Return(functions.verdict(function)))
            : build(plan.tree, plan.word, new IdentityHashMap<>());
    built.put(function, node);
    return node;
  }

  /** Parts of a tree may be the same object many times over. */
  private int build(Tree tree, int word, Map<Tree, Integer> nodes) {
    Integer known = nodes.get(tree);
    if (known != null) {
      return known;
    }
    int node =
        switch (tree) {
          case Tree.Leaf(int function) -> build(function);
          case Tree.Test(int mask, int code, int k, Tree yes, Tree no) -> {
            int then = build(yes, word, nodes);
            yield graph.add(
                new DecisionGraph.Test(word, mask, code, k, then, build(no, word, nodes)));
          }
        };
    nodes.put(tree, node);
    return node;
  }
}

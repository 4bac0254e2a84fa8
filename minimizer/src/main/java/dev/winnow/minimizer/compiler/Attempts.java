package dev.winnow.minimizer.compiler;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole search from several orders of words, of which the best program is taken. What is best
 * for one function is not always best for the program, since equal parts are shared: another
 * beginning gives another chance. Only where the length counts, since little else is shared.
 */
final class Attempts {
  private final Diagram diagram;
  private final int root;
  private final Functions functions;
  private final Objective objective;
  private final List<Sample> samples;

  Attempts(
      Diagram diagram, int root, Functions functions, Objective objective, List<Sample> samples) {
    this.diagram = diagram;
    this.root = root;
    this.functions = functions;
    this.objective = objective;
    this.samples = List.copyOf(samples);
  }

  /** The best program found. */
  Refinement.Made best() throws DiagramLimitException {
    Refinement.Made best = attempt(objective, WordOrder.Rule.SEARCHED);
    if (objective.perInstruction() >= 1 && functions.effort().fresh()) {
      best = better(best, attempt(objective, WordOrder.Rule.FIRST));
    }
    if (MeasuredCost.longest(best.program()) > objective.longest() && !functions.effort().spent()) {
      best = better(best, attempt(objective.even(), WordOrder.Rule.SEARCHED));
    }
    return best;
  }

  private static Refinement.Made better(Refinement.Made first, Refinement.Made second) {
    return second.cost() < first.cost() - 1e-9 ? second : first;
  }

  private Refinement.Made attempt(Objective searched, WordOrder.Rule rule)
      throws DiagramLimitException {
    WordSearch search = new WordSearch(functions.layers(), searched, functions.effort());
    WordOrder order = new WordOrder(functions, search, searched, rule);
    for (Map.Entry<Integer, List<Sample>> syscall : byFunction().entrySet()) {
      order.settle(syscall.getKey(), new Events(syscall.getValue(), searched.unforeseen()));
    }
    Events events = new Events(samples, searched.unforeseen());
    MeasuredCost measured = new MeasuredCost(samples, objective);
    return new Refinement(functions, order, search, measured, root, events).best();
  }

  /** The events of each syscall's function, the most frequent function first. */
  private Map<Integer, List<Sample>> byFunction() {
    Map<Integer, List<Sample>> byFunction = new LinkedHashMap<>();
    for (Sample sample : samples) {
      int token = sample.word(Diagram.ARCH);
      int function = diagram.restrict(root, token, sample.word(Diagram.NR));
      byFunction.computeIfAbsent(function, f -> new ArrayList<>()).add(sample);
    }
    Comparator<Map.Entry<Integer, List<Sample>>> byWeight =
        Comparator.comparingDouble(
            entry -> -entry.getValue().stream().mapToDouble(Sample::weight).sum());
    Map<Integer, List<Sample>> sorted = new LinkedHashMap<>();
    byFunction.entrySet().stream()
        .sorted(byWeight)
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }
}

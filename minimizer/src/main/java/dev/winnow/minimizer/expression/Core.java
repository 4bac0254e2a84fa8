package dev.winnow.minimizer.expression;

import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.traces.Arch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What expressions mean, on 64-bit registers: what is equal there is equal on 32 bits. */
final class Core {
  /** Expressions of people need thousands of nodes; past this they are left as they are. */
  private static final int MAX_NODES = 1 << 19;

  private final Diagram diagram = new Diagram(MAX_NODES);
  private final Map<Expr, Integer> known = new HashMap<>();

  Diagram diagram() {
    return diagram;
  }

  /** The set of events for which the expression holds. */
  int of(Expr expression) throws DiagramLimitException {
    Integer done = known.get(expression);
    if (done != null) {
      return done;
    }
    int set;
    switch (expression) {
      case Expr.And(List<Expr> parts) -> {
        set = Diagram.TRUE;
        for (Expr part : parts) {
          set = diagram.and(set, of(part));
        }
      }
      case Expr.Or(List<Expr> parts) -> {
        set = Diagram.FALSE;
        for (Expr part : parts) {
          set = diagram.or(set, of(part));
        }
      }
      default -> set = PolicyDiagram.condition(diagram, Arch.X86_64, expression);
    }
    known.put(expression, set);
    return set;
  }

  /** The first variable, that of bit 63, of an argument. */
  static int firstVariable(int argument) {
    return Diagram.variable(5 + 2 * argument, 31);
  }

  /** The arguments that a set depends on: bit i for argument i. */
  int arguments(int set) {
    return arguments(set, new HashMap<>());
  }

  private int arguments(int set, Map<Integer, Integer> seen) {
    if (diagram.isLeaf(set)) {
      return 0;
    }
    Integer done = seen.get(set);
    if (done != null) {
      return done;
    }
    int mask = 1 << ((diagram.variableOf(set) - firstVariable(0)) / 64);
    mask |= arguments(diagram.low(set), seen) | arguments(diagram.high(set), seen);
    seen.put(set, mask);
    return mask;
  }

  /**
   * What remains of a set once an argument is known: each rest with the set of that argument's
   * values that leave it. Empty if there are more than {@code limit} parts.
   */
  List<Part> parts(int set, int argument, int limit) throws DiagramLimitException {
    Splitter splitter = new Splitter(argument, limit);
    Map<Integer, Integer> parts = splitter.split(set);
    List<Part> list = new ArrayList<>();
    if (!splitter.tooMany) {
      parts.forEach((rest, values) -> list.add(new Part(rest, values)));
    }
    return list;
  }

  /**
   * A part of a set.
   *
   * @param rest the set where the argument has one of the values
   * @param values the values, as a set of events
   */
  record Part(int rest, int values) {}

  /** Splits sets by one argument, wherever in the order it is. */
  private final class Splitter {
    private final int first;
    private final int limit;
    private final Map<Integer, Map<Integer, Integer>> done = new HashMap<>();
    private boolean tooMany;

    Splitter(int argument, int limit) {
      first = firstVariable(argument);
      this.limit = limit;
    }

    Map<Integer, Integer> split(int set) throws DiagramLimitException {
      Map<Integer, Integer> known = done.get(set);
      if (known != null) {
        return known;
      }
      int variable = diagram.variableOf(set);
      Map<Integer, Integer> parts = new LinkedHashMap<>();
      if (variable >= first + 64 || tooMany) {
        parts.put(set, Diagram.TRUE);
      } else {
        Map<Integer, Integer> low = split(diagram.low(set));
        Map<Integer, Integer> high = split(diagram.high(set));
        if (variable >= first) {
          parts.putAll(choose(variable, low, high));
        } else {
          parts.putAll(cross(variable, low, high));
        }
      }
      done.put(set, parts);
      return parts;
    }

    private Map<Integer, Integer> choose(
        int variable, Map<Integer, Integer> low, Map<Integer, Integer> high)
        throws DiagramLimitException {
      Map<Integer, Integer> parts = new LinkedHashMap<>();
      for (Map.Entry<Integer, Integer> part : low.entrySet()) {
        int one = high.getOrDefault(part.getKey(), Diagram.FALSE);
        parts.put(part.getKey(), diagram.node(variable, part.getValue(), one));
      }
      for (Map.Entry<Integer, Integer> part : high.entrySet()) {
        if (!low.containsKey(part.getKey())) {
          parts.put(part.getKey(), diagram.node(variable, Diagram.FALSE, part.getValue()));
        }
      }
      return parts;
    }

    private Map<Integer, Integer> cross(
        int variable, Map<Integer, Integer> low, Map<Integer, Integer> high)
        throws DiagramLimitException {
      Map<Integer, Integer> parts = new LinkedHashMap<>();
      for (Map.Entry<Integer, Integer> zero : low.entrySet()) {
        for (Map.Entry<Integer, Integer> one : high.entrySet()) {
          int values = diagram.and(zero.getValue(), one.getValue());
          if (values != Diagram.FALSE) {
            int rest = diagram.node(variable, zero.getKey(), one.getKey());
            parts.put(rest, diagram.or(parts.getOrDefault(rest, Diagram.FALSE), values));
          }
        }
      }
      tooMany |= parts.size() > limit;
      return parts;
    }
  }
}

package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that reach a function: samples, and a weight for those that no sample stands for,
 * which is spread evenly over whatever can happen.
 *
 * @param samples the samples
 * @param unforeseen the weight of the others
 */
record Events(List<Sample> samples, double unforeseen) {
  /**
   * Calls that nobody foresaw have, like others, mostly nothing in the upper half of an argument.
   */
  private static final double EMPTY_UPPER_HALF = 0.9;

  Events {
    samples = List.copyOf(samples);
  }

  /** The weight of all of them. */
  double total() {
    double total = unforeseen;
    for (Sample sample : samples) {
      total += sample.weight();
    }
    return total;
  }

  /** The share of unforeseen events that have 0 in a word, beside the even spread. */
  static double emptyShare(int word) {
    return word >= 4 && word % 2 == 1 ? EMPTY_UPPER_HALF : 0;
  }

  /** Those and others. */
  Events and(Events others) {
    List<Sample> all = new ArrayList<>(samples);
    all.addAll(others.samples);
    return new Events(all, unforeseen + others.unforeseen);
  }

  /** For each function that a layer leads to, the events that lead there. */
  Map<Integer, Events> route(LayerTable layers, int layer, int word) {
    Map<Integer, List<Sample>> routes = new LinkedHashMap<>();
    for (int next : layers.functions(layer)) {
      routes.put(next, new ArrayList<>());
    }
    for (Sample sample : samples) {
      routes
          .computeIfAbsent(layers.at(layer, sample.word(word)), n -> new ArrayList<>())
          .add(sample);
    }
    double zero = unforeseen * emptyShare(word);
    double share = (unforeseen - zero) / routes.size();
    int whereZero = layers.at(layer, 0);
    Map<Integer, Events> events = new LinkedHashMap<>();
    routes.forEach((next, some) ->
        events.put(next, new Events(some, next == whereZero ? share + zero : share)));
    return events;
  }
}

package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that reach a function: samples, and a share for those that no sample stands for, which
 * is spread evenly over whatever can happen. Both depend on the set of samples only, so that the
 * same events have the same weights whichever way they came.
 *
 * @param samples the samples, in the order of their numbers
 * @param share the weight of the others for each unit of the samples' weight
 */
record Events(List<Sample> samples, double share) {
  /**
   * Calls that nobody foresaw have, like others, mostly nothing in the upper half of an argument.
   */
  private static final double EMPTY_UPPER_HALF = 0.9;

  /** What a function weighs that no sample reaches, as a share of all samples. */
  private static final double UNREACHED = 0.001;

  Events {
    samples = List.copyOf(samples);
  }

  /** The weight of those that no sample stands for. */
  double unforeseen() {
    double total = UNREACHED;
    for (Sample sample : samples) {
      total += sample.weight();
    }
    return total * share;
  }

  /** The weight of all of them. */
  double total() {
    double total = unforeseen();
    for (Sample sample : samples) {
      total += sample.weight();
    }
    return total;
  }

  /** The share of unforeseen events that have 0 in a word, beside the even spread. */
  static double emptyShare(int word) {
    return word >= 4 && word % 2 == 1 ? EMPTY_UPPER_HALF : 0;
  }

  /** Those and others, of which none is among them. */
  Events and(Events others) {
    List<Sample> all = new ArrayList<>(samples);
    all.addAll(others.samples);
    all.sort(null);
    return new Events(all, share);
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
    Map<Integer, Events> events = new LinkedHashMap<>();
    routes.forEach((next, some) -> events.put(next, new Events(some, share)));
    return events;
  }
}

package dev.winnow.minimizer.compiler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events that reach a function: samples, and others that no sample stands for, which are spread
 * evenly over whatever can happen.
 *
 * @param samples the samples, in the order of their numbers
 * @param share the weight of the others for each unit of the samples' weight, if they came as often
 *     as the samples
 * @param passing the share of the others that the tests before have let through
 */
record Events(List<Sample> samples, double share, double passing) {
  /**
   * Calls that nobody foresaw have, like others, mostly nothing in the upper half of an argument.
   */
  private static final double EMPTY_UPPER_HALF = 0.9;

  /** What a function weighs that no sample reaches, as a share of all samples. */
  private static final double UNREACHED = 0.001;

  Events {
    samples = List.copyOf(samples);
  }

  Events(List<Sample> samples, double share) {
    this(samples, share, 1);
  }

  private double known() {
    double known = 0;
    for (Sample sample : samples) {
      known += sample.weight();
    }
    return known;
  }

  /**
   * The weight of the others as trees are searched with it. Of what the tests before let through it
   * knows nothing, so that the same samples have the same trees whichever way they came.
   */
  double unforeseen() {
    return (known() + UNREACHED) * share;
  }

  /** The weight of all that come. */
  double total() {
    return known() + unforeseen() * passing;
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
    return new Events(all, share, Math.max(passing, others.passing));
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
    double zero = passing * emptyShare(word);
    double even = (passing - zero) / routes.size();
    int whereZero = layers.at(layer, 0);
    Map<Integer, Events> events = new LinkedHashMap<>();
    routes.forEach((next, some) ->
        events.put(next, new Events(some, share, next == whereZero ? even + zero : even)));
    return events;
  }
}

package dev.winnow.learner.statistics;

import java.util.Optional;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The probability that the next event is denied, as a ratio of sums over runs, with the runs as
 * clusters (Cochran, Sampling Techniques, chapters 6 and 9A). Fair from some 15 runs of similar
 * size on.
 *
 * @param rate denied events per event
 * @param standardError of the rate, from the spread between runs
 * @param interval95 Student's t with one degree less than runs, cut to 0..1; absent if nothing was
 *     denied, when the spread says nothing and only the bounds on runs do
 */
public record RatioEstimate(double rate, double standardError, Optional<Interval> interval95) {
  /**
   * The estimate of runs; O(runs).
   *
   * @param denied per run, its events that the policy learned from the other runs denies
   * @param events per run, all of its events
   * @throws IllegalArgumentException unless there are as many of one as of the other, at least two,
   *     with 0 to all of a run's events denied and at least one event
   */
  public static RatioEstimate of(long[] denied, long[] events) {
    int runs = denied.length;
    if (runs != events.length || runs < 2) {
      throw new IllegalArgumentException(
          "denials of %d runs and events of %d: want as many, at least 2"
              .formatted(runs, events.length));
    }
    double allDenied = 0;
    double allEvents = 0;
    for (int i = 0; i < runs; i++) {
      if (denied[i] < 0 || denied[i] > events[i]) {
        throw new IllegalArgumentException(
            "run %d: %d of %d events denied".formatted(i, denied[i], events[i]));
      }
      allDenied += denied[i];
      allEvents += events[i];
    }
    if (allEvents == 0) {
      throw new IllegalArgumentException("no events in " + runs + " runs");
    }
    double rate = allDenied / allEvents;
    double squares = 0;
    for (int i = 0; i < runs; i++) {
      double residual = denied[i] - rate * events[i];
      squares += residual * residual;
    }
    double mean = allEvents / runs;
    double error = Math.sqrt(squares / (runs - 1) / runs) / mean;
    return new RatioEstimate(
        rate, error, allDenied == 0 ? Optional.empty() : Optional.of(interval(rate, error, runs)));
  }

  private static Interval interval(double rate, double error, int runs) {
    double half = error * new TDistribution(runs - 1).inverseCumulativeProbability(0.975);
    return new Interval(Math.max(0, rate - half), Math.min(1, rate + half));
  }
}

package dev.winnow.learner.statistics;

/** A confidence interval, both ends included. */
public record Interval(double low, double high) {
  /**
   * @throws IllegalArgumentException if the ends are not numbers or out of order
   */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException("no interval from " + low + " to " + high);
    }
  }
}

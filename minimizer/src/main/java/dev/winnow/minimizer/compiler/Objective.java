package dev.winnow.minimizer.compiler;

/**
 * What a good program is: the sum of the executed instructions per event, of the program's length
 * and of its longest path, weighed against each other.
 *
 * @param perInstruction what one more instruction in the program costs, in executed instructions
 *     per event. 0: never mind the length; large: only the length counts
 * @param perLongest what one more instruction on the longest path costs, likewise
 * @param cachedShare how much an event counts that the kernel decides from its bitmap and for which
 *     the program never runs (Linux 5.11 and later), from 0 to 1. Such numbers are still emulated
 *     at attach and run by older kernels
 * @param unforeseen the weight, beside 1 for all known events, of events that are not known: too
 *     low and rare denials take long paths, too high and it blurs the measured weights
 */
public record Objective(
    double perInstruction, double perLongest, double cachedShare, double unforeseen) {
  /** Few executed instructions; the length breaks ties. */
  public static final Objective SPEED = new Objective(0.002, 0.002, 0.01, 0.02);

  /** Few instructions; the executed ones break ties. */
  public static final Objective SIZE = new Objective(30, 0.002, 0.1, 0.1);

  public Objective {
    if (perInstruction < 0
        || perLongest < 0
        || cachedShare < 0
        || cachedShare > 1
        || unforeseen < 0) {
      throw new IllegalArgumentException("an objective's weights must not be negative");
    }
  }
}

package dev.winnow.minimizer.compiler;

/**
 * What a good program is: the sum of the executed instructions per event and of the program's
 * length, weighed against each other, within a bound on the longest path.
 *
 * @param perInstruction what one more instruction in the program costs, in executed instructions
 *     per event. 0: never mind the length; large: only the length counts
 * @param cachedShare how much an event counts that the kernel decides from its bitmap and for which
 *     the program never runs (Linux 5.11 and later), from 0 to 1. Such numbers are still emulated
 *     at attach and run by older kernels
 * @param unforeseen the weight, for each unit of known events, of events that are not known: too
 *     low and rare denials take long paths, too high and it blurs the measured weights
 * @param longest instructions on the longest path that are not to be exceeded; a policy that ties
 *     many arguments together may need more
 */
public record Objective(double perInstruction, double cachedShare, double unforeseen, int longest) {
  /** Few executed instructions; the length breaks ties. */
  public static final Objective SPEED = new Objective(0.002, 0.01, 0.02, 32);

  /** Few instructions; the executed ones break ties. */
  public static final Objective SIZE = new Objective(30, 0.1, 0.1, 4096);

  /** What every instruction beyond the longest path's bound costs, in executed ones. */
  private static final double TOO_LONG = 10;

  public Objective {
    if (perInstruction < 0 || cachedShare < 0 || cachedShare > 1 || unforeseen < 0 || longest < 0) {
      throw new IllegalArgumentException("an objective's weights must not be negative");
    }
  }

  /** What a program costs. */
  double cost(double executed, int instructions, int longestPath) {
    return executed + perInstruction * instructions + TOO_LONG * Math.max(0, longestPath - longest);
  }

  /** The same with more weight on events that are not known: trees become more even. */
  Objective even() {
    return new Objective(perInstruction, cachedShare, 10 * unforeseen, longest);
  }
}

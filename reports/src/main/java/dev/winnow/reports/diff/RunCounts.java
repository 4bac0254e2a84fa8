package dev.winnow.reports.diff;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * In how many runs of each recording a behaviour was seen, and what follows from that. Runs of one
 * group count once, and runs that are in both recordings not at all.
 *
 * @param before runs of the old recording with it; empty if evidence no longer tells them apart
 * @param runsBefore runs of the old recording
 * @param after runs of the new recording with it; empty likewise
 * @param runsAfter runs of the new recording
 * @param p of Fisher's exact test, two-sided; 1 without a test
 * @param q the same adjusted for the number of tests, by Benjamini and Hochberg
 * @param significance what follows
 */
public record RunCounts(
    OptionalInt before,
    int runsBefore,
    OptionalInt after,
    int runsAfter,
    double p,
    double q,
    Significance significance) {
  /** Of those called changes, at most this share is expected to be chance. */
  public static final double LEVEL = 0.05;

  /** What the runs say about a difference. */
  public enum Significance {
    /** The program changed, or what it was given did. */
    CHANGE("changed"),
    /** Chance would do this too. */
    NOISE("may be chance"),
    /** With so few runs nothing could be told from chance. */
    TOO_FEW_RUNS("too few runs to tell from chance"),
    /** Beyond a number of runs evidence does not say in how many of them it was. */
    UNKNOWN("more runs than evidence tells apart");

    private final String words;

    Significance(String words) {
      this.words = words;
    }

    /** The words for people. */
    public String words() {
      return words;
    }
  }

  /** {@code 0 of 24 runs -> 1 of 24: may be chance (p = 1)}. */
  String sentence() {
    if (significance == Significance.UNKNOWN) {
      return significance.words();
    }
    String numbers =
        "%d of %d runs -> %d of %d"
            .formatted(before.orElseThrow(), runsBefore, after.orElseThrow(), runsAfter);
    return switch (significance) {
      case CHANGE -> numbers + ": changed (q = " + figure(q) + ")";
      case NOISE -> numbers + ": may be chance (p = " + figure(p) + ")";
      case TOO_FEW_RUNS, UNKNOWN -> numbers;
    };
  }

  /** Two significant digits. */
  private static String figure(double probability) {
    if (probability >= 0.995) {
      return "1";
    }
    return String.format(Locale.ROOT, probability < 0.001 ? "%.1e" : "%.2g", probability);
  }
}

package dev.winnow.learner.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** The published incidence data that the estimators are tested with. */
final class IncidenceSamples {
  /** Soil ciliates, Etosha Pan (iNEXT). */
  static final Incidence ETOSHA_PAN = ofSummary(19, 216, 516, 107, 44);

  /** Soil ciliates, Central Namib Desert (iNEXT). */
  static final Incidence CENTRAL_NAMIB = ofSummary(17, 130, 379, 63, 28);

  /** Soil ciliates, Southern Namib Desert (iNEXT). */
  static final Incidence SOUTHERN_NAMIB = ofSummary(15, 150, 358, 82, 28);

  /** Cottontail rabbits (Edwards and Eberhardt 1967; SpadeR). */
  static final Incidence COTTONTAIL = ofFrequencies(18, 43, 16, 8, 6, 0, 2, 1);

  /** A seed bank (Butler and Chazdon 1998; SpadeR). */
  static final Incidence SEED_BANK =
      Incidence.ofCounts(
          121,
          new int[] {
            61, 52, 47, 43, 43, 24, 24, 17, 13, 11, 11, 10, 9, 9, 9, 8, 7, 6, 6, 6, 6, 6, 5, 4, 4,
            4, 3, 3, 3, 2, 2, 1, 1, 1
          });

  /** Tropical ants at 2000 m (iNEXT). */
  static final Incidence ANTS =
      Incidence.ofCounts(200, new int[] {80, 59, 34, 23, 19, 15, 13, 8, 8, 4, 3, 2, 2, 1});

  /** No feature in exactly two runs, the other branch of Chao2. */
  static final Incidence NO_DOUBLES = ofFrequencies(12, 4, 0, 6);

  private IncidenceSamples() {}

  /** Incidence with Q_1, Q_2, … as given. */
  static Incidence ofFrequencies(int runs, int... frequencies) {
    return Incidence.ofCounts(
        runs,
        IntStream.rangeClosed(1, frequencies.length)
            .flatMap(j -> IntStream.generate(() -> j).limit(frequencies[j - 1]))
            .toArray());
  }

  /**
   * Incidence with the published T, D, U, Q_1 and Q_2, all that the tested estimators use; the
   * other features share the other incidences as evenly as they can.
   */
  private static Incidence ofSummary(int runs, int features, int incidences, int q1, int q2) {
    int[] counts = new int[features];
    Arrays.fill(counts, 0, q1, 1);
    Arrays.fill(counts, q1, q1 + q2, 2);
    int left = incidences - q1 - 2 * q2;
    for (int i = q1 + q2; i < features; i++) {
      counts[i] = left / (features - i);
      left -= counts[i];
    }
    return Incidence.ofCounts(runs, counts);
  }
}

package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingBandTest {
  /** What the seen features lose, the unseen get. */
  @Test
  void probabilitiesAddUpToTheIncidencesOfARun() {
    for (Incidence incidence :
        List.of(
            IncidenceSamples.ETOSHA_PAN, IncidenceSamples.COTTONTAIL, IncidenceSamples.SEED_BANK)) {
      double[] probabilities = SamplingBand.probabilities(incidence);
      assertEquals(
          (double) incidence.incidences() / incidence.runs(),
          Arrays.stream(probabilities).sum(),
          1e-9);
      int unseen = (int) Math.ceil(Richness.unseen(incidence));
      assertEquals(incidence.observed() + unseen, probabilities.length);
    }
  }

  @Test
  void whatEveryRunShowsIsCertain() {
    Incidence same = Incidence.ofCounts(10, new int[] {10, 10, 10});
    assertArrayEquals(new double[3], SamplingBand.halfWidths(same, new int[] {1, 10, 20}), 1e-12);
  }

  @Test
  void extrapolationIsLessCertainThanWhatWasSeen() {
    double[] halves = SamplingBand.halfWidths(IncidenceSamples.ETOSHA_PAN, new int[] {10, 19, 38});
    assertTrue(halves[0] > 0 && halves[0] < halves[1] && halves[1] < halves[2]);
    // The band of Chao2 itself, [290, 420] around 339, is wider still than that at twice the runs.
    assertTrue(halves[2] < 65, Arrays.toString(halves));
  }

  @Test
  void theSameRunsGiveTheSameBand() {
    int[] at = {5, 30};
    assertArrayEquals(
        SamplingBand.halfWidths(IncidenceSamples.COTTONTAIL, at),
        SamplingBand.halfWidths(IncidenceSamples.COTTONTAIL, at));
  }

  /** Independent features of known probabilities: the band should hold the truth in 95 %. */
  @Test
  void theBandHoldsTheExpectedNumber() {
    int features = 40;
    int runs = 20;
    int[] at = {10, 20, 40};
    SplittableRandom random = new SplittableRandom(7);
    int[] held = new int[at.length];
    int trials = 150;
    for (int trial = 0; trial < trials; trial++) {
      int[] counts = new int[features];
      for (int f = 0; f < features; f++) {
        for (int run = 0; run < runs; run++) {
          counts[f] += random.nextDouble() < probability(f, features) ? 1 : 0;
        }
      }
      Incidence incidence = Incidence.ofCounts(runs, counts);
      double[] halves = SamplingBand.halfWidths(incidence, at);
      for (int i = 0; i < at.length; i++) {
        double truth = 0;
        for (int f = 0; f < features; f++) {
          truth += 1 - Math.pow(1 - probability(f, features), at[i]);
        }
        double estimate = new SamplingCurve(incidence).features(at[i]);
        held[i] += Math.abs(estimate - truth) <= halves[i] ? 1 : 0;
      }
    }
    for (int i = 0; i < at.length; i++) {
      assertTrue(held[i] > 0.85 * trials, at[i] + " runs: held " + held[i] + " of " + trials);
    }
  }

  private static double probability(int feature, int features) {
    return 0.03 + 0.9 * Math.pow((double) feature / features, 2);
  }
}

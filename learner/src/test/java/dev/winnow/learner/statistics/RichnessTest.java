package dev.winnow.learner.statistics;

import static dev.winnow.learner.statistics.IncidenceSamples.ANTS;
import static dev.winnow.learner.statistics.IncidenceSamples.CENTRAL_NAMIB;
import static dev.winnow.learner.statistics.IncidenceSamples.COTTONTAIL;
import static dev.winnow.learner.statistics.IncidenceSamples.ETOSHA_PAN;
import static dev.winnow.learner.statistics.IncidenceSamples.NO_DOUBLES;
import static dev.winnow.learner.statistics.IncidenceSamples.SEED_BANK;
import static dev.winnow.learner.statistics.IncidenceSamples.SOUTHERN_NAMIB;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RichnessTest {
  private static final double HALF_LAST_DIGIT = 5.01e-7;

  static Stream<Arguments> chao2() {
    return Stream.of(
        Arguments.of(ETOSHA_PAN, 339.254785, 32.193745, 290.495629, 419.927964),
        Arguments.of(CENTRAL_NAMIB, 196.705882, 22.542002, 165.015207, 257.078349),
        Arguments.of(SOUTHERN_NAMIB, 262.066667, 34.252464, 212.387668, 351.304813),
        Arguments.of(COTTONTAIL, 130.571181, 22.753496, 100.898736, 195.605019),
        Arguments.of(SEED_BANK, 36.231405, 3.370442, 34.263447, 52.900105),
        Arguments.of(NO_DOUBLES, 15.5, 6.572981, 10.868203, 44.842096));
  }

  @ParameterizedTest
  @MethodSource
  void chao2(Incidence incidence, double features, double error, double low, double high) {
    assertEstimate(Richness.chao2(incidence), features, error, low, high);
  }

  @Test
  void chao2OfAnts() {
    assertEquals(14.24875, Richness.chao2(ANTS).features(), 1e-12);
  }

  @Test
  void chao2BiasCorrected() {
    assertEstimate(
        Richness.chao2BiasCorrected(COTTONTAIL), 126.166667, 20.717567, 99.048092, 185.193180);
    assertEquals(34.991736, Richness.chao2BiasCorrected(SEED_BANK).features(), HALF_LAST_DIGIT);
  }

  @Test
  void jackknives() {
    assertEquals(116.611111, Richness.jackknife1(COTTONTAIL), HALF_LAST_DIGIT);
    assertEquals(141.447712, Richness.jackknife2(COTTONTAIL), HALF_LAST_DIGIT);
    assertEquals(36.975207, Richness.jackknife1(SEED_BANK), HALF_LAST_DIGIT);
    assertEquals(37.975069, Richness.jackknife2(SEED_BANK), HALF_LAST_DIGIT);
  }

  @Test
  void bootstrap() {
    assertEquals(93.656344, Richness.bootstrap(COTTONTAIL), HALF_LAST_DIGIT);
  }

  @Test
  void ice() {
    assertEquals(133.594546, Richness.ice(COTTONTAIL), HALF_LAST_DIGIT);
    assertEquals(35.063713, Richness.ice(SEED_BANK), HALF_LAST_DIGIT);
  }

  static Stream<Incidence> nothingUnseen() {
    return Stream.of(
        IncidenceSamples.ofFrequencies(3, 0, 0, 5),
        IncidenceSamples.ofFrequencies(3, 0, 2, 5),
        IncidenceSamples.ofFrequencies(3, 1, 0, 5));
  }

  @ParameterizedTest
  @MethodSource("nothingUnseen")
  void withoutTwoSingletonsOrADoubleNothingIsUnseen(Incidence incidence) {
    RichnessEstimate estimate = Richness.chao2(incidence);
    int observed = incidence.observed();
    assertEquals(observed, estimate.features());
    assertEquals(new Interval(observed, observed), estimate.interval95());
    assertEquals(observed, Richness.chao2BiasCorrected(incidence).features());
  }

  @Test
  void iceWithoutSingletonsIsWhatWasObserved() {
    assertEquals(5, Richness.ice(IncidenceSamples.ofFrequencies(3, 0, 0, 5)));
    assertEquals(7, Richness.ice(IncidenceSamples.ofFrequencies(3, 0, 2, 5)));
  }

  @Test
  void iceOfASingleIncidenceIsFinite() {
    // a = 2/((T-1)(Q1-1)+2) = 1, so the coverage is 1.
    assertEquals(1, Richness.ice(IncidenceSamples.ofFrequencies(3, 1)));
  }

  private static void assertEstimate(
      RichnessEstimate actual, double features, double error, double low, double high) {
    assertEquals(features, actual.features(), HALF_LAST_DIGIT);
    assertEquals(error, actual.standardError(), HALF_LAST_DIGIT);
    assertEquals(low, actual.interval95().low(), HALF_LAST_DIGIT);
    assertEquals(high, actual.interval95().high(), HALF_LAST_DIGIT);
  }
}

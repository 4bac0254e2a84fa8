package dev.winnow.learner.statistics;

import static dev.winnow.learner.statistics.IncidenceSamples.ANTS;
import static dev.winnow.learner.statistics.IncidenceSamples.CENTRAL_NAMIB;
import static dev.winnow.learner.statistics.IncidenceSamples.COTTONTAIL;
import static dev.winnow.learner.statistics.IncidenceSamples.ETOSHA_PAN;
import static dev.winnow.learner.statistics.IncidenceSamples.SEED_BANK;
import static dev.winnow.learner.statistics.IncidenceSamples.SOUTHERN_NAMIB;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SamplingCurveTest {
  static Stream<Arguments> features() {
    return Stream.of(
        Arguments.of(ETOSHA_PAN, 20, 221.385512, 5.01e-7),
        Arguments.of(ETOSHA_PAN, 88, 333.605621, 5.01e-7),
        Arguments.of(ETOSHA_PAN, 150, 338.900798, 5.01e-7),
        Arguments.of(CENTRAL_NAMIB, 24, 151.018480, 5.01e-7),
        Arguments.of(SOUTHERN_NAMIB, 30, 207.212772, 5.01e-7),
        Arguments.of(COTTONTAIL, 1, 7.8889, 5.01e-5),
        Arguments.of(COTTONTAIL, 5, 32.3429, 5.01e-5),
        Arguments.of(COTTONTAIL, 9, 49.6545, 5.01e-5),
        Arguments.of(COTTONTAIL, 17, 73.6111, 5.01e-5),
        Arguments.of(COTTONTAIL, 18, 76, 0),
        Arguments.of(ANTS, 1, 1.355, 1e-9),
        Arguments.of(ANTS, 10, 6.480085, 5.01e-7),
        Arguments.of(ANTS, 50, 11.167298, 5.01e-7),
        Arguments.of(ANTS, 100, 12.811923, 5.01e-7),
        Arguments.of(ANTS, 199, 13.995, 1e-9));
  }

  @ParameterizedTest
  @MethodSource
  void features(Incidence incidence, int runs, double expected, double tolerance) {
    assertEquals(expected, new SamplingCurve(incidence).features(runs), tolerance);
  }

  static Stream<Arguments> coverage() {
    return Stream.of(
        Arguments.of(ETOSHA_PAN, 19, .801696, 5.01e-7),
        Arguments.of(ETOSHA_PAN, 20, .81036098, 5.01e-9),
        Arguments.of(ETOSHA_PAN, 88, .99091110, 5.01e-9),
        Arguments.of(ETOSHA_PAN, 150, .99943047, 5.01e-9),
        Arguments.of(CENTRAL_NAMIB, 17, .842522, 5.01e-7),
        Arguments.of(CENTRAL_NAMIB, 24, .89214195, 5.01e-9),
        Arguments.of(SOUTHERN_NAMIB, 15, .781603, 5.01e-7),
        Arguments.of(SOUTHERN_NAMIB, 30, .89310011, 5.01e-9),
        Arguments.of(COTTONTAIL, 18, .709883, 5.01e-7),
        Arguments.of(SEED_BANK, 121, .993564, 5.01e-7),
        Arguments.of(ANTS, 1, .226446, 5.01e-7),
        Arguments.of(ANTS, 100, .984043, 5.01e-7));
  }

  @ParameterizedTest
  @MethodSource
  void coverage(Incidence incidence, int runs, double expected, double tolerance) {
    assertEquals(expected, new SamplingCurve(incidence).coverage(runs), tolerance);
  }

  @Test
  void extraRunsForCoverage() {
    SamplingCurve curve = new SamplingCurve(ETOSHA_PAN);
    assertEquals(66.8618, curve.extraRunsForCoverage(.99), 5.01e-5);
    assertEquals(0, curve.extraRunsForCoverage(.8));
    assertThrows(IllegalArgumentException.class, () -> curve.extraRunsForCoverage(1));
  }

  @Test
  void withNothingUnseenTheCurveIsFlat() {
    SamplingCurve curve = new SamplingCurve(IncidenceSamples.ofFrequencies(3, 1, 0, 5));
    assertEquals(6, curve.features(100));
    assertEquals(1, curve.coverage());
    assertEquals(0, curve.extraRunsForCoverage(.999));
  }

  @Test
  void noRunsAreRefused() {
    SamplingCurve curve = new SamplingCurve(ANTS);
    assertThrows(IllegalArgumentException.class, () -> curve.features(0));
    assertThrows(IllegalArgumentException.class, () -> curve.coverage(0));
  }
}

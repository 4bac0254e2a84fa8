package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SaturationTest {
  @Test
  void oneRunHasNoCurve() {
    assertEquals(
        new Saturation(1, Optional.empty(), Optional.empty()), Saturation.of(Demo.runs(1)));
  }

  @Test
  void noRunHasNoCurve() {
    assertEquals(Optional.empty(), Saturation.of(Evidence.NONE).syscalls());
  }

  /** Runs {getpid}, {getpid, getuid}, {getpid, getgid}: Y = 3, 1, 1; T = 3. */
  @Test
  void curveIsRarefactionThenExtrapolation() {
    Evidence evidence =
        new Recording("a")
            .call(1, "getpid")
            .evidence()
            .join(new Recording("b").call(1, "getpid").call(1, "getuid").evidence())
            .join(new Recording("c").call(1, "getpid").call(1, "getgid").evidence());
    Saturation.Curve curve = Saturation.of(evidence).syscalls().orElseThrow();
    assertEquals(3, curve.observed());
    assertEquals(
        List.of(1, 2, 3, 4, 5, 6), curve.points().stream().map(Saturation.Point::runs).toList());
    // S(1) = 1 + 2/3; S(2) = 1 + 2 · (1 − C(2,2)/C(3,2)) = 1 + 4/3.
    assertEquals(5.0 / 3, curve.points().get(0).expected(), 1e-9);
    assertEquals(7.0 / 3, curve.points().get(1).expected(), 1e-9);
    assertEquals(3, curve.points().get(2).expected(), 1e-9);
    // Q1 = 2, Q2 = 0: Q0 = (2/3)(2·1/2) = 2/3; each further run keeps 1 − 2/(3·2/3 + 2) = 1/2.
    assertEquals(3 + 1.0 / 3, curve.points().get(3).expected(), 1e-9);
    assertEquals(Optional.empty(), Saturation.of(evidence).values());
  }

  @Test
  void valuesAreThoseOfNamedKinds() {
    Evidence evidence =
        new Recording("a")
            .call(1, "read", 3, 10)
            .call(1, "socket", 1, 1, 0)
            .evidence()
            .join(new Recording("b").call(1, "read", 4, 11).call(1, "socket", 2, 1, 0).evidence());
    Saturation.Curve values = Saturation.of(evidence).values().orElseThrow();
    // family 1 and 2, type 1, protocol 0; the fd and the count of read do not count.
    assertEquals(4, values.observed());
  }

  @Test
  void manyRunsGiveFewPoints() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 400; i++) {
      evidence = evidence.join(new Recording("r" + i).call(1, "getpid").evidence());
    }
    List<Saturation.Point> points = Saturation.of(evidence).syscalls().orElseThrow().points();
    assertTrue(points.size() <= 62, "points: " + points.size());
    assertTrue(points.stream().anyMatch(point -> point.runs() == 400));
    assertEquals(800, points.getLast().runs());
  }
}

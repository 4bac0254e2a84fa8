package dev.winnow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
  @Test
  void oneProgramSaysNothingOfOthers() {
    assertArrayEquals(new double[] {3, 3}, Bootstrap.interval(List.of("a"), drawn -> 3));
  }

  /** Of 100 programs half are 1: the mean is near 1/2, two standard errors of 1/20 either way. */
  @Test
  void anIntervalIsTwoStandardErrorsWide() {
    List<String> programs = java.util.Collections.nCopies(100, "").stream().toList();
    int[] next = {0};
    List<String> halves = programs.stream().map(p -> next[0]++ % 2 == 0 ? "0" : "1").toList();
    double[] interval =
        Bootstrap.interval(
            halves, drawn -> drawn.stream().mapToInt(Integer::parseInt).average().orElseThrow());
    assertEquals(0.4, interval[0], 0.02);
    assertEquals(0.6, interval[1], 0.02);
    assertArrayEquals(
        interval,
        Bootstrap.interval(
            halves, drawn -> drawn.stream().mapToInt(Integer::parseInt).average().orElseThrow()));
  }
}

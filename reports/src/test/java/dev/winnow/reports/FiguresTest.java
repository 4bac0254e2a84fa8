package dev.winnow.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private record Case(double share, String text) {}

  @Test
  void onlyAllIsAHundredAndOnlyNothingIsZero() {
    for (Case c :
        List.of(
            new Case(0, "0 %"),
            new Case(0.0001, "<0.1 %"),
            new Case(0.0006, "0.1 %"),
            new Case(0.25, "25 %"),
            new Case(0.921, "92.1 %"),
            new Case(0.9994, "99.9 %"),
            new Case(0.99999, ">99.9 %"),
            new Case(1, "100 %"))) {
      assertEquals(c.text(), Figures.percent(c.share()));
    }
  }

  @Test
  void boundsAreNotRoundedDown() {
    assertEquals("31.7 %", Figures.percentAtMost(0.3161));
  }

  @Test
  void countsAgreeWithTheirNouns() {
    assertEquals("1 run", Figures.count(1, "run"));
    assertEquals("12,345 events", Figures.count(12_345, "event"));
  }

  @Test
  void rangesShowBothEnds() {
    assertEquals("40 % to 60 %", Figures.percent(new EventCount(2, 3), 5));
    assertEquals("2 to 3", Figures.count(new EventCount(2, 3)));
    assertEquals("2", Figures.count(new EventCount(2, 2)));
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

class TradeoffsTest {
  private static Evidence runs() {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 12; i++) {
      evidence =
          evidence.join(
              new Recording("r" + i)
                  .call("ioctl", 0, 0x5401 + i % 3, 0)
                  .call("read", 3 + i, 0, 100L * i)
                  .call("socket", 1, i == 4 ? 2 : 1, 0)
                  .evidence());
    }
    return evidence;
  }

  @Test
  void namesNeitherRemoveNorRisk() {
    assertEquals(
        new Tradeoffs.Point("names", false, 0, 0), Tradeoffs.of(runs()).points().getFirst());
  }

  @Test
  void aLargerBudgetRemovesNoLess() {
    List<Tradeoffs.Point> budgets =
        Tradeoffs.of(runs()).points().stream().filter(Tradeoffs.Point::budget).toList();
    assertEquals(6, budgets.size());
    for (int i = 0; i < budgets.size(); i++) {
      double alpha = Double.parseDouble(budgets.get(i).name().substring("risk ".length()));
      assertTrue(budgets.get(i).risk() <= alpha + 1e-9, budgets.get(i).toString());
      assertTrue(i == 0 || budgets.get(i).removed() >= budgets.get(i - 1).removed());
    }
  }

  @Test
  void exactRemovesAndRisksMoreThanTheDefault() {
    List<Tradeoffs.Point> points = Tradeoffs.of(runs()).points();
    assertTrue(points.get(2).risk() > points.get(1).risk(), points.toString());
    assertTrue(points.get(2).removed() >= points.get(1).removed(), points.toString());
  }
}

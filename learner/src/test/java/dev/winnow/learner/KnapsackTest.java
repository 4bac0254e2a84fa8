package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class KnapsackTest {
  private static final double ROUNDING = 20.0 / Knapsack.STEPS;

  private static Knapsack.Option option(double gain, double cost) {
    return new Knapsack.Option(gain, cost);
  }

  private static Knapsack.Group group(double price, List<List<Knapsack.Option>> items) {
    return new Knapsack.Group(price, List.of(new Knapsack.Alternative(items)));
  }

  @Test
  void aPriceIsPaidOnceAndOnlyIfItPays() {
    var item = List.of(option(3, 0.01));
    assertEquals(
        List.of(Knapsack.Taken.NOTHING), Knapsack.solve(List.of(group(4, List.of(item))), 1));
    assertEquals(
        List.of(new Knapsack.Taken(0, List.of(0, 0))),
        Knapsack.solve(List.of(group(4, List.of(item, item))), 1));
  }

  @Test
  void theLooserOptionIsTakenWhenTheTighterDoesNotFit() {
    var item = List.of(option(10, 0.2), option(6, 0.05));
    assertEquals(
        List.of(new Knapsack.Taken(0, List.of(1))),
        Knapsack.solve(List.of(group(0, List.of(item))), 0.1));
    assertEquals(
        List.of(Knapsack.Taken.NOTHING), Knapsack.solve(List.of(group(0, List.of(item))), 0.04));
  }

  @Test
  void noOtherChoiceIsBetter() {
    for (int seed = 0; seed < 200; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      List<Knapsack.Group> groups = new ArrayList<>();
      for (int g = 0; g < 3; g++) {
        List<Knapsack.Alternative> alternatives = new ArrayList<>();
        for (int a = random.nextInt(1, 3); a > 0; a--) {
          List<List<Knapsack.Option>> items = new ArrayList<>();
          for (int i = random.nextInt(3); i > 0; i--) {
            List<Knapsack.Option> options = new ArrayList<>();
            for (int o = random.nextInt(3); o > 0; o--) {
              options.add(option(random.nextInt(1, 40), random.nextDouble() * 0.06));
            }
            items.add(options);
          }
          alternatives.add(new Knapsack.Alternative(items));
        }
        groups.add(new Knapsack.Group(random.nextInt(15), alternatives));
      }
      double budget = 0.02 + random.nextDouble() * 0.1;
      double[] taken = value(groups, Knapsack.solve(groups, budget));
      assertTrue(taken[1] <= budget + 1e-9, "seed " + seed + ": over the budget");
      double less = best(groups, 0, budget * (1 - ROUNDING));
      assertTrue(taken[0] >= less - 1e-9, "seed " + seed + ": " + taken[0] + " < " + less);
    }
  }

  private static double[] value(List<Knapsack.Group> groups, List<Knapsack.Taken> taken) {
    double gain = 0;
    double cost = 0;
    for (int g = 0; g < groups.size(); g++) {
      Knapsack.Taken of = taken.get(g);
      gain -= of.alternative() < 0 ? 0 : groups.get(g).price();
      for (int i = 0; i < of.options().size(); i++) {
        if (of.options().get(i) >= 0) {
          var alternative = groups.get(g).alternatives().get(of.alternative());
          var option = alternative.items().get(i).get(of.options().get(i));
          gain += option.gain();
          cost += option.cost();
        }
      }
    }
    return new double[] {gain, cost};
  }

  /** By trying everything. */
  private static double best(List<Knapsack.Group> groups, int from, double budget) {
    if (from == groups.size()) {
      return 0;
    }
    Knapsack.Group group = groups.get(from);
    double best = best(groups, from + 1, budget);
    for (Knapsack.Alternative alternative : group.alternatives()) {
      best = Math.max(best, items(groups, from, alternative.items(), 0, budget) - group.price());
    }
    return best;
  }

  private static double items(
      List<Knapsack.Group> groups,
      int from,
      List<List<Knapsack.Option>> items,
      int item,
      double budget) {
    if (item == items.size()) {
      return best(groups, from + 1, budget);
    }
    double best = items(groups, from, items, item + 1, budget);
    for (Knapsack.Option option : items.get(item)) {
      if (option.cost() <= budget) {
        double rest = items(groups, from, items, item + 1, budget - option.cost());
        best = Math.max(best, option.gain() + rest);
      }
    }
    return best;
  }
}

package dev.winnow.learner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The multiple-choice knapsack with fixed charges: of each item at most one option, of each group
 * at most one alternative, and a price for every group of which anything is taken. The most gain
 * within a budget, by dynamic programming over the budget in {@value #STEPS} steps; costs are
 * rounded up to a step, so the budget is never exceeded. O(options × steps).
 */
final class Knapsack {
  /** Too low wastes budget by rounding, half a step per option taken; too high costs time. */
  static final int STEPS = 4000;

  /** What may be taken. */
  record Option(double gain, double cost) {}

  /** Items of which each may be taken in one of its options, or not. */
  record Alternative(List<List<Option>> items) {
    Alternative {
      items = items.stream().map(List::copyOf).toList();
    }
  }

  /** Alternatives that exclude each other, and what it costs in gain to take anything of them. */
  record Group(double price, List<Alternative> alternatives) {
    Group {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** What is taken of a group: per item the option, or -1; {@code alternative} -1 for nothing. */
  record Taken(int alternative, List<Integer> options) {
    static final Taken NOTHING = new Taken(-1, List.of());

    Taken {
      options = List.copyOf(options);
    }
  }

  private final double budget;
  private double[] best = new double[STEPS + 1];

  /** The alternative of each group, by what is left of the budget; -1 for none. */
  private final List<int[]> alternatives = new ArrayList<>();

  /** By group, alternative and item: the option by what is left of the budget. */
  private final List<List<List<int[]>>> options = new ArrayList<>();

  private Knapsack(double budget) {
    this.budget = budget;
  }

  /** What to take of each group, in their order. */
  static List<Taken> solve(List<Group> groups, double budget) {
    Knapsack knapsack = new Knapsack(budget);
    groups.forEach(knapsack::add);
    return knapsack.taken(groups);
  }

  private int steps(Option option) {
    double steps = Math.ceil(option.cost / budget * STEPS - 1e-9);
    return steps > STEPS ? STEPS + 1 : (int) steps;
  }

  private void add(Group group) {
    double[] after = best.clone();
    int[] chosen = new int[STEPS + 1];
    Arrays.fill(chosen, -1);
    List<List<int[]>> ofGroup = new ArrayList<>();
    for (int a = 0; a < group.alternatives.size(); a++) {
      double[] values = best;
      List<int[]> ofAlternative = new ArrayList<>();
      for (List<Option> item : group.alternatives.get(a).items) {
        int[] option = new int[STEPS + 1];
        values = withItem(values, item, option);
        ofAlternative.add(option);
      }
      ofGroup.add(ofAlternative);
      for (int left = 0; left <= STEPS; left++) {
        if (values[left] - group.price > after[left] + 1e-12) {
          after[left] = values[left] - group.price;
          chosen[left] = a;
        }
      }
    }
    best = after;
    alternatives.add(chosen);
    options.add(ofGroup);
  }

  private double[] withItem(double[] before, List<Option> item, int[] chosen) {
    double[] after = before.clone();
    Arrays.fill(chosen, -1);
    for (int o = 0; o < item.size(); o++) {
      int cost = steps(item.get(o));
      double gain = item.get(o).gain;
      for (int left = STEPS; left >= cost; left--) {
        double value = before[left - cost] + gain;
        if (value > after[left] + 1e-12) {
          after[left] = value;
          chosen[left] = o;
        }
      }
    }
    return after;
  }

  private List<Taken> taken(List<Group> groups) {
    Taken[] taken = new Taken[groups.size()];
    int left = STEPS;
    for (int g = groups.size() - 1; g >= 0; g--) {
      int a = alternatives.get(g)[left];
      taken[g] = Taken.NOTHING;
      if (a >= 0) {
        List<List<Option>> items = groups.get(g).alternatives.get(a).items;
        Integer[] of = new Integer[items.size()];
        for (int i = items.size() - 1; i >= 0; i--) {
          int o = options.get(g).get(a).get(i)[left];
          of[i] = o;
          left -= o < 0 ? 0 : steps(items.get(i).get(o));
        }
        taken[g] = new Taken(a, Arrays.asList(of));
      }
    }
    return Arrays.asList(taken);
  }
}

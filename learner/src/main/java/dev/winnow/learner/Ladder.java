package dev.winnow.learner;

import dev.winnow.traces.Marker;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which markers on the way from a process's beginning to its last stage are worth a stage of their
 * own. What is needed shrinks like a staircase; recordings do not say how long each step takes, so
 * that each counts the same. The stages chosen minimise the surface by weight that is open on the
 * average step, with a price for each stage: shortest paths over the steps, O(M²) for M markers.
 */
final class Ladder {
  /**
   * A marker and what is needed after it.
   *
   * @param needed syscalls
   * @param weight of them
   */
  record Step(Marker marker, Set<SyscallKey> needed, int weight) {
    private static final Comparator<Step> DOWN =
        Comparator.comparingInt(Step::weight).reversed().thenComparing(Step::marker);

    private boolean leadsTo(Step later) {
      return weight > later.weight && needed.containsAll(later.needed);
    }
  }

  private final int whole;
  private final double price;
  private final List<Step> steps;
  private final double[] best;
  private final int[] before;

  private Ladder(int whole, double price, List<Step> steps) {
    this.whole = whole;
    this.price = price;
    this.steps = steps;
    best = new double[steps.size()];
    before = new int[steps.size()];
    Arrays.fill(before, -1);
  }

  /**
   * The stages on the way, in order, {@code last} among them as the last.
   *
   * @param whole the weight at the beginning
   * @param price what a stage must save on the average step, as a share of that: each asks for a
   *     filter, which every call pays for
   * @param candidates in any order; those that do not lead to {@code last} are left out
   */
  static List<Step> choose(int whole, double price, List<Step> candidates, Step last) {
    List<Step> steps = new ArrayList<>();
    for (Step step : candidates.stream().sorted(Step.DOWN).toList()) {
      // Of markers after which the same is needed, one is enough.
      if (step.leadsTo(last)
          && step.weight() < whole
          && steps.stream().noneMatch(s -> s.needed().equals(step.needed()))) {
        steps.add(step);
      }
    }
    steps.add(last);
    return new Ladder(whole, price, steps).choose();
  }

  private List<Step> choose() {
    for (int i = 0; i < steps.size(); i++) {
      best[i] = open(whole, 0, i);
      for (int j = 0; j < i; j++) {
        double through = best[j] + open(steps.get(j).weight(), j, i) + price * whole;
        if (steps.get(j).leadsTo(steps.get(i)) && through < best[i]) {
          best[i] = through;
          before[i] = j;
        }
      }
    }
    List<Step> chosen = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i = before[i]) {
      chosen.addFirst(steps.get(i));
    }
    return chosen;
  }

  /** What {@code weight} costs that is open from one step to another, of all steps. */
  private double open(int weight, int from, int to) {
    return (double) weight * (to - from) / steps.size();
  }
}

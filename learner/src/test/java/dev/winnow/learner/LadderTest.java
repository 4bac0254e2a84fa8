package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Marker;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class LadderTest {
  private static final double PRICE = 0.05;

  /** After marker {@code number} the syscalls below {@code needed} are needed, of weight 1 each. */
  private static Ladder.Step step(int number, int needed) {
    Set<SyscallKey> keys = new TreeSet<>();
    for (int i = 0; i < needed; i++) {
      keys.add(new SyscallKey("", Arch.X86_64, i));
    }
    return new Ladder.Step(new Marker(Arch.X86_64, number), keys, needed);
  }

  private static List<Integer> weights(List<Ladder.Step> chosen) {
    return chosen.stream().map(Ladder.Step::weight).toList();
  }

  @Test
  void aStepThatSavesALotForLongIsTakenAndOnesThatSaveLittleAreNot() {
    List<Ladder.Step> steps =
        List.of(step(1, 98), step(2, 50), step(3, 49), step(4, 48), step(5, 47), step(6, 10));
    assertEquals(List.of(50, 10), weights(Ladder.choose(100, PRICE, steps, step(6, 10))));
    assertEquals(List.of(10), weights(Ladder.choose(100, 1, steps, step(6, 10))));
    assertEquals(
        List.of(98, 50, 49, 48, 47, 10), weights(Ladder.choose(100, 0, steps, step(6, 10))));
  }

  @Test
  void whatDoesNotLeadToTheLastIsLeftOut() {
    Ladder.Step other =
        new Ladder.Step(
            new Marker(Arch.X86_64, 9), Set.of(new SyscallKey("", Arch.X86_64, 77)), 40);
    assertEquals(
        List.of(10), weights(Ladder.choose(100, 0, List.of(other, step(1, 5)), step(2, 10))));
  }

  @Test
  void ofMarkersAfterWhichTheSameIsNeededOneIsEnough() {
    List<Ladder.Step> steps = List.of(step(3, 50), step(2, 50), step(1, 50));
    List<Ladder.Step> chosen = Ladder.choose(100, 0, steps, step(9, 10));
    assertEquals(List.of(step(1, 50), step(9, 10)), chosen);
  }

  @Test
  void noOtherChoiceCostsLess() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Set<Integer> sizes = new TreeSet<>(Collections.reverseOrder());
      int count = random.nextInt(1, 9);
      while (sizes.size() < count) {
        sizes.add(random.nextInt(11, 100));
      }
      List<Ladder.Step> ladder = new ArrayList<>();
      sizes.forEach(size -> ladder.add(step(100 + ladder.size(), size)));
      ladder.add(step(99, 10));
      double price = random.nextDouble() * 0.3;
      List<Ladder.Step> chosen = Ladder.choose(100, price, ladder, ladder.getLast());
      double least = Double.MAX_VALUE;
      for (int subset = 0; subset < 1 << count; subset++) {
        least = Math.min(least, cost(ladder, subset, price));
      }
      int mine = 0;
      for (Ladder.Step step : chosen.subList(0, chosen.size() - 1)) {
        mine |= 1 << ladder.indexOf(step);
      }
      assertEquals(least, cost(ladder, mine, price), 1e-9, "seed " + seed);
      assertTrue(chosen.getLast().equals(ladder.getLast()), "seed " + seed);
    }
  }

  /** What is open on the steps, one after the other, with the price of each stage in between. */
  private static double cost(List<Ladder.Step> ladder, int subset, double price) {
    double cost = Integer.bitCount(subset) * price * 100;
    double open = 100;
    for (int i = 0; i < ladder.size() - 1; i++) {
      open = (subset >>> i & 1) == 1 ? ladder.get(i).weight() : open;
      cost += open / ladder.size();
    }
    return cost;
  }
}

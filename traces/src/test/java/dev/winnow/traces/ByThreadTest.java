package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByThreadTest {
  /** Against a map of the JDK, with few keys so that they collide and come back. */
  @Test
  void behavesLikeAMap() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int keys = 1 + random.nextInt(300);
      ByThread<Integer> table = new ByThread<>();
      Map<Integer, Integer> model = new HashMap<>();
      for (int step = 0; step < 1000; step++) {
        int tid = random.nextInt(keys) * (random.nextBoolean() ? 1 : 64);
        String where = "seed " + seed + " step " + step;
        if (random.nextInt(3) == 0) {
          assertEquals(model.remove(tid), table.remove(tid), where);
        } else {
          table.put(tid, step);
          model.put(tid, step);
        }
        assertEquals(model.get(tid), table.get(tid), where);
      }
      Set<Integer> found = new HashSet<>();
      table.forEach(found::add);
      assertEquals(new HashSet<>(model.values()), found, "seed " + seed);
    }
  }
}

package dev.winnow.recorder.strace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.winnow.traces.Arch;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThreadTableTest {
  /** Against a map of the JDK, with few keys so that they collide and come back. */
  @Test
  void behavesLikeAMap() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int keys = 1 + random.nextInt(300);
      ThreadTable table = new ThreadTable();
      Map<Integer, ThreadState> model = new HashMap<>();
      for (int step = 0; step < 1000; step++) {
        int tid = random.nextInt(keys) * (random.nextBoolean() ? 1 : 64);
        if (random.nextInt(3) == 0) {
          table.remove(tid);
          model.remove(tid);
        } else if (!model.containsKey(tid)) {
          ThreadState state = new ThreadState(tid, Arch.X86_64);
          table.put(state);
          model.put(tid, state);
        }
        assertSame(model.get(tid), table.get(tid), "seed " + seed + " step " + step);
      }
      Map<Integer, ThreadState> found = new HashMap<>();
      table.forEach(state -> found.put(state.tid, state));
      assertEquals(model, found, "seed " + seed);
    }
  }
}

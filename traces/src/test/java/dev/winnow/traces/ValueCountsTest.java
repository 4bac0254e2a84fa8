package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** However a run's values are counted, they are summarised as if all had been kept. */
class ValueCountsTest {
  private static final String RUN = "run";

  @Test
  void countedValuesAreTheSummaryOfAllOfThem() {
    for (long seed = 0; seed < 400; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int width = random.nextBoolean() ? 32 : 64;
      int cap = 2 + random.nextInt(12);
      Phases phases = new Phases();
      int[] some = phases(phases, random);
      ValueCounts counts = new ValueCounts(width, cap);
      TreeMap<Long, FeatureCount> all = new TreeMap<>(Long::compareUnsigned);
      for (int i = random.nextInt(60); i >= 0; i--) {
        long value = value(width, random);
        int phase = some[random.nextInt(some.length)];
        int occurrences = 1 + random.nextInt(3);
        counts.add(value, occurrences, phase);
        all.computeIfAbsent(value, v -> new FeatureCount()).add(occurrences, phase);
      }
      TreeMap<Long, Feature> features = new TreeMap<>(Long::compareUnsigned);
      all.forEach((value, count) -> features.put(value, count.freeze(phases, RUN)));
      assertEquals(Values.of(width, cap, features), counts.freeze(phases, RUN), "seed " + seed);
    }
  }

  private static int[] phases(Phases phases, SplittableRandom random) {
    int[] some = new int[1 + random.nextInt(5)];
    for (int i = 1; i < some.length; i++) {
      int marker = phases.index(new Marker(Arch.X86_64, random.nextInt(6)));
      some[i] = phases.after(some[random.nextInt(i)], marker);
    }
    return some;
  }

  /** Few distinct ones, many, special ones, and those of the highest bits. */
  private static long value(int width, SplittableRandom random) {
    long mask = width == 64 ? -1L : (1L << width) - 1;
    return mask
        & switch (random.nextInt(4)) {
          case 0 -> random.nextInt(4);
          case 1 -> -1L - 99L * random.nextInt(2); // -1 and AT_FDCWD
          case 2 -> random.nextLong();
          default -> random.nextLong() >>> random.nextInt(64);
        };
  }
}

package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.policy.Action;
import dev.winnow.policy.Policies;
import dev.winnow.traces.Evidence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How runs are spread over hosts, and how often they are read again, never matters. */
class PartitionTest {
  private static final int TRIALS = 1000;
  private static final int POOL = 40;

  /** Every tenth trial keeps what came after which marker, which is most of the evidence. */
  private static final int WITH_MARKERS = 10;

  private static List<Evidence> pool() {
    List<Evidence> pool = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      pool.add(Recording.generate(new Random(i), "run" + i).evidence());
    }
    return pool;
  }

  /** The runs in some shards, each at least once and some more than once. */
  private static List<Evidence> shards(List<Evidence> runs, Random random) {
    List<Evidence> shards = new ArrayList<>(Collections.nCopies(3, Evidence.NONE));
    for (Evidence run : runs) {
      int copies = 1 + random.nextInt(3);
      for (int copy = 0; copy < copies; copy++) {
        int shard = random.nextInt(shards.size());
        shards.set(
            shard,
            random.nextBoolean() ? shards.get(shard).join(run) : run.join(shards.get(shard)));
      }
    }
    Collections.shuffle(shards, random);
    return shards;
  }

  @Test
  void anyPartitionWithDuplicatesGivesTheSameEvidenceAndPolicy() {
    List<Evidence> full = pool();
    List<Evidence> plain = full.stream().map(Evidence::withoutMarkers).toList();
    for (int seed = 0; seed < TRIALS; seed++) {
      Random random = new Random(seed);
      List<Evidence> pool = seed % WITH_MARKERS == 0 ? full : plain;
      List<Evidence> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(pool.get(random.nextInt(POOL)));
      }
      Evidence once = Evidence.joinAll(runs);
      Evidence again = Evidence.joinAll(shards(runs, random));
      assertEquals(once, again, "seed " + seed);
      if (seed % WITH_MARKERS == 0) {
        LearnOptions options =
            new LearnOptions(ClosureTest.anyTemplate(random), Action.errno(1), true);
        assertEquals(
            Policies.print(Learner.learn(once, options).policy()),
            Policies.print(Learner.learn(again, options).policy()),
            "seed " + seed);
      }
    }
  }
}

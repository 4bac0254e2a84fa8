package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Evidence is a join-semilattice: what makes threads, hosts, retries and shards harmless. */
class EvidenceAlgebraTest {
  private static final int SEEDS = 60;

  /** Of the runs of each of 20 seeds: 1,000 in all. */
  private static final int PARTITIONS = 50;

  @Test
  void joinIsCommutative() {
    forAll((a, b, c) -> assertEquals(a.join(b), b.join(a)));
  }

  @Test
  void joinIsAssociative() {
    forAll((a, b, c) -> assertEquals(a.join(b).join(c), a.join(b.join(c))));
  }

  @Test
  void joinIsIdempotent() {
    forAll((a, b, c) -> {
      assertEquals(a, a.join(a));
      assertEquals(a.join(b), a.join(b).join(a));
    });
  }

  @Test
  void noneIsNeutral() {
    forAll((a, b, c) -> {
      assertEquals(a, a.join(Evidence.NONE));
      assertEquals(a, Evidence.NONE.join(a));
    });
  }

  @Test
  void orderAndPartitionDoNotMatter() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      List<Evidence> runs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        runs.add(GeneratedEvidence.run(random, "run" + i, i == 3));
      }
      Evidence inOrder = runs.stream().reduce(Evidence.NONE, Evidence::join);
      for (int trial = 0; trial < PARTITIONS; trial++) {
        assertEquals(inOrder, joinedInParts(runs, random), "seed " + seed + ", trial " + trial);
      }
    }
  }

  /** All of the runs, some twice, in any order, joined part by part. */
  private static Evidence joinedInParts(List<Evidence> runs, Random random) {
    List<Evidence> shards = new ArrayList<>(runs);
    for (int twice = random.nextInt(4); twice > 0; twice--) {
      shards.add(runs.get(random.nextInt(runs.size())));
    }
    Collections.shuffle(shards, random);
    List<Evidence> parts = new ArrayList<>();
    for (int from = 0; from < shards.size(); ) {
      int to = from + 1 + random.nextInt(shards.size() - from);
      List<Evidence> part = shards.subList(from, to);
      parts.add(
          random.nextBoolean()
              ? Evidence.joinAll(part)
              : part.stream().reduce(Evidence.NONE, Evidence::join));
      from = to;
    }
    return Evidence.joinAll(parts);
  }

  @Test
  void manyRunsKeepTheSmallestIdsWhateverTheOrder() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3 * Runs.FULL; i++) {
      ids.add("%08x".formatted(i * 0x9E3779B1));
    }
    Runs inOrder = join(ids);
    assertEquals(Runs.LEAST, inOrder.counts().size());
    Collections.sort(ids);
    assertEquals(ids.subList(0, Runs.LEAST), List.copyOf(inOrder.counts().keySet()));
    Collections.reverse(ids);
    assertEquals(inOrder, join(ids));
    assertEquals(inOrder, join(ids.subList(0, 2000)).join(join(ids.subList(500, ids.size()))));
  }

  private static Runs join(List<String> ids) {
    Runs runs = Runs.NONE;
    for (String id : ids) {
      runs = runs.join(Runs.of(id, 1));
    }
    return runs;
  }

  private interface Law {
    void check(Evidence a, Evidence b, Evidence c);
  }

  private static void forAll(Law law) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      boolean wild = seed % 6 == 0;
      Evidence a = GeneratedEvidence.run(random, "run" + random.nextInt(100), wild);
      Evidence b = GeneratedEvidence.run(random, "walk" + random.nextInt(100), wild);
      Evidence shared = GeneratedEvidence.run(random, "shared", false);
      Evidence c = GeneratedEvidence.run(random, "crawl" + random.nextInt(100), wild).join(shared);
      try {
        law.check(a.join(shared), b, c);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}

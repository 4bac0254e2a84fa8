package dev.winnow.learner.statistics;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** Runs as tests write them and as a seed makes them. */
final class Runs {
  private Runs() {}

  /** One run per text; its features are the letters. */
  static List<BitSet> of(String... texts) {
    List<BitSet> runs = new ArrayList<>();
    for (String text : texts) {
      BitSet run = new BitSet();
      text.chars().forEach(letter -> run.set(letter - 'a'));
      runs.add(run);
    }
    return runs;
  }

  /** One to 30 runs, each a union of some of a few modules and of rare features of its own. */
  static List<BitSet> random(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<BitSet> modules = new ArrayList<>();
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      modules.add(features(random, random.nextInt(0, 10)));
    }
    List<BitSet> runs = new ArrayList<>();
    for (int i = random.nextInt(1, 31); i > 0; i--) {
      BitSet run = features(random, random.nextInt(0, 3));
      modules.stream().filter(module -> random.nextInt(3) == 0).forEach(run::or);
      runs.add(run);
    }
    return runs;
  }

  private static BitSet features(SplittableRandom random, int count) {
    BitSet features = new BitSet();
    for (int i = 0; i < count; i++) {
      features.set(random.nextInt(130));
    }
    return features;
  }
}

package dev.winnow.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Runs to learn from, and others to try the policy on.
 *
 * @param training what a policy is learned from
 * @param heldOut what it is tried on
 */
record Fold(Training training, List<Sample> heldOut) {
  Fold {
    heldOut = List.copyOf(heldOut);
  }

  /** Each run once held out, learned from all others. */
  static List<Fold> leaveOneOut(List<Sample> runs) {
    List<Fold> folds = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<Sample> others = new ArrayList<>(runs);
      Sample one = others.remove(i);
      folds.add(new Fold(Training.of(others), List.of(one)));
    }
    return folds;
  }

  /**
   * Random halves, each learned from and tried on the other.
   *
   * @param splits how many times
   * @param seed equal seeds split equally
   */
  static List<Fold> halves(List<Sample> runs, int splits, long seed) {
    List<Fold> folds = new ArrayList<>();
    Random random = new Random(seed);
    for (int i = 0; i < splits; i++) {
      List<Sample> shuffled = new ArrayList<>(runs);
      Collections.shuffle(shuffled, random);
      int half = shuffled.size() / 2;
      List<Sample> first = shuffled.subList(0, half);
      List<Sample> second = shuffled.subList(half, shuffled.size());
      folds.add(new Fold(Training.of(first), second));
      folds.add(new Fold(Training.of(second), first));
    }
    return folds;
  }
}

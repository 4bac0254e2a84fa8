package dev.winnow.learner.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PickToLearnTest {
  private static final int SEEDS = 2000;

  @Test
  void theMostDeniedRunIsPickedFirst() {
    assertEquals(List.of(1, 2), PickToLearn.picks(Runs.of("ab", "abcd", "axy", "bd")));
  }

  @Test
  void denialsAreCountedAgainAfterEachPick() {
    // After "abcd", "abce" lacks one feature, "xy" two.
    assertEquals(List.of(0, 2, 1), PickToLearn.picks(Runs.of("abcd", "abce", "xy")));
  }

  @Test
  void ofEquallyDeniedRunsTheFirstIsPicked() {
    assertEquals(List.of(1, 2), PickToLearn.picks(Runs.of("a", "ab", "cd", "bc")));
  }

  @Test
  void runsWithoutFeaturesAreNeverDenied() {
    assertEquals(List.of(), PickToLearn.picks(List.of()));
    assertEquals(List.of(), PickToLearn.picks(Runs.of("", "")));
  }

  @Test
  void equalRunsNeedOne() {
    assertEquals(List.of(0), PickToLearn.picks(Runs.of("abc", "abc", "abc")));
  }

  @Test
  void picksTeachTheSamePolicyAsAllRuns() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<BitSet> runs = Runs.random(seed);
      List<Integer> picks = PickToLearn.picks(runs);
      assertEquals(learned(runs), learned(picked(runs, picks)), "seed " + seed);
      assertEquals(picks.size(), picks.stream().distinct().count(), "seed " + seed);
    }
  }

  @Test
  void leaveOneOutDeniesOnlyPickedRuns() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<BitSet> runs = Runs.random(seed);
      List<Integer> denied = deniedByTheOthers(runs);
      assertEquals(denied.size(), LeaveOneRunOut.denied(runs), "seed " + seed);
      assertTrue(PickToLearn.picks(runs).containsAll(denied), "seed " + seed);
    }
  }

  @Test
  void theLoopIsTheDefinition() {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<BitSet> runs = Runs.random(seed);
      assertEquals(definition(runs), PickToLearn.picks(runs), "seed " + seed);
    }
  }

  @Test
  void inputIsLeftAsItWas() {
    List<BitSet> runs = Runs.of("ab", "bc", "ad");
    RiskEstimate.of(runs);
    assertEquals(Runs.of("ab", "bc", "ad"), runs);
  }

  /** Pick-to-Learn word for word: learn anew and count all denials in each round. */
  private static List<Integer> definition(List<BitSet> runs) {
    List<Integer> picks = new ArrayList<>();
    while (true) {
      BitSet policy = learned(picked(runs, picks));
      int[] denials = runs.stream().mapToInt(run -> without(run, policy).cardinality()).toArray();
      int most = IntStream.of(denials).max().orElse(0);
      if (most == 0) {
        return picks;
      }
      picks.add(
          IntStream.range(0, denials.length).filter(i -> denials[i] == most).min().orElseThrow());
    }
  }

  private static List<Integer> deniedByTheOthers(List<BitSet> runs) {
    List<Integer> denied = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<BitSet> others = new ArrayList<>(runs);
      BitSet run = others.remove(i);
      if (!without(run, learned(others)).isEmpty()) {
        denied.add(i);
      }
    }
    return denied;
  }

  private static List<BitSet> picked(List<BitSet> runs, List<Integer> picks) {
    return picks.stream().map(runs::get).toList();
  }

  private static BitSet learned(Collection<BitSet> runs) {
    BitSet union = new BitSet();
    runs.forEach(union::or);
    return union;
  }

  private static BitSet without(BitSet run, BitSet policy) {
    BitSet rest = (BitSet) run.clone();
    rest.andNot(policy);
    return rest;
  }
}

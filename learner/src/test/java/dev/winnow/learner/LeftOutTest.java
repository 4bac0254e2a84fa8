package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The estimate is of the policy that is written, with what was added unseen. */
class LeftOutTest {
  private static int denied(Evidence evidence, Choice choice, boolean predict) {
    return Learner.learn(evidence, new LearnOptions(choice, Action.errno(1), predict))
        .risk()
        .denied();
  }

  private static Evidence runs(String alone, long... arguments) {
    Evidence evidence = Evidence.NONE;
    for (int i = 0; i < 6; i++) {
      Recording run = new Recording("run" + i).call("read", 3, 0, 10).call("unlink", 0);
      if (i == 4) {
        run.call(alone, arguments);
      }
      evidence = evidence.join(run.evidence());
    }
    return evidence;
  }

  @ParameterizedTest
  @CsvSource({
    // what the run alone does, denied without predictions, and with
    "rename, '0 0', 1, 0",
    "unlinkat, '3 0 0x200', 1, 0",
    "unlinkat, '3 0 0x800', 1, 1",
    "socket, '2 1 0', 1, 1",
    "read, '4 0 10', 0, 0",
    "write, '2 0 5', 1, 0",
    "write, '1 0 5', 1, 1",
  })
  void aRunThatNeedsWhatIsAddedIsNotDenied(
      String call, String arguments, int without, int predicted) {
    long[] values = List.of(arguments.split(" ", -1)).stream().mapToLong(Long::decode).toArray();
    Evidence evidence = runs(call, values);
    assertEquals(without, denied(evidence, Template.DEFAULT, false));
    assertEquals(predicted, denied(evidence, Template.DEFAULT, true));
  }

  @Test
  void soItIsUnderABudgetOfRisk() {
    assertEquals(1, denied(runs("rename", 0, 0), new RiskBudget(0.05), false));
    assertEquals(0, denied(runs("rename", 0, 0), new RiskBudget(0.05), true));
    assertEquals(1, denied(runs("socket", 2, 1, 0), new RiskBudget(0.05), true));
  }

  /** As its caption says; without such calls it ends where the estimate is. */
  @Test
  void theCurveIsWithoutWhatIsAdded() {
    Evidence evidence = runs("rename", 0, 0);
    double last =
        Learner.riskByRuns(evidence, LearnOptions.DEFAULT).orElseThrow().points().getLast().mean();
    assertEquals(denied(evidence, Template.DEFAULT, false), last * 6, 1e-9);
    assertTrue(denied(evidence, Template.DEFAULT, true) < last * 6);
  }

  @Test
  void oneRunLeavesNothingToLearnFrom() {
    Evidence one = new Recording("r").call("getpid").evidence();
    assertEquals(1, denied(one, Template.DEFAULT, true));
  }

  @Test
  void whatIsCertifiedStandsWithoutPredictions() {
    Evidence evidence = runs("rename", 0, 0);
    LearnOptions without = new LearnOptions(Template.DEFAULT, Action.errno(1), false);
    assertEquals(
        Learner.learn(evidence, without).risk().certified(),
        Learner.learn(evidence, LearnOptions.DEFAULT).risk().certified());
  }

  /** Between what trying says and what features without predictions say. */
  @Test
  void itIsNoLessThanWhatTryingSays() {
    int below = 0;
    for (int seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Recording> recordings = new ArrayList<>();
      for (int run = 0; run < 4; run++) {
        Recording recording = new Recording("run" + run);
        String[] calls = {"rename", "unlink", "unlinkat", "lseek", "vfork", "wait4", "kill"};
        for (int i = 0; i < 3; i++) {
          recording.call(calls[random.nextInt(calls.length)], 1, 0, random.nextInt(3));
        }
        recordings.add(recording);
      }
      Evidence all = Evidence.joinAll(recordings.stream().map(Recording::evidence).toList());
      int tried = 0;
      for (Recording recording : recordings) {
        List<Recording> others = new ArrayList<>(recordings);
        others.remove(recording);
        Evidence rest = Evidence.joinAll(others.stream().map(Recording::evidence).toList());
        Replay replay = new Replay(Learner.learn(rest, LearnOptions.DEFAULT).policy());
        recording.play(replay);
        tried += replay.denied() > 0 ? 1 : 0;
      }
      int predicted = denied(all, Template.DEFAULT, true);
      int without = denied(all, Template.DEFAULT, false);
      assertTrue(tried <= predicted, "seed " + seed + ": " + tried + " > " + predicted);
      assertTrue(predicted <= without, "seed " + seed + ": " + predicted + " > " + without);
      below += predicted < without ? 1 : 0;
    }
    assertTrue(below > 20, below + " of 60");
  }
}

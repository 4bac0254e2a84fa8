package dev.winnow.learner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Action;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Evidence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Properties of roles and phases over runs of several processes and threads, whose filters {@link
 * Family} keeps account of.
 */
class StagesOfFamiliesTest {
  private static final int SEEDS = 20;

  /** What is predicted is compared rule by rule, which takes its time. */
  private static final int WITH_PREDICTIONS = 4;

  private static final List<String> MARKERS = List.of("listen", "epoll_wait", "read");

  private interface Property {
    void check(Stages stages, LearnOptions options, List<Family> runs, Evidence evidence)
        throws DiagramLimitException;
  }

  private static void forAll(int seeds, boolean predict, Property property)
      throws DiagramLimitException {
    for (int seed = 0; seed < seeds; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      String marker = marker(seed);
      List<Family> runs = List.of(Family.generate(random, marker), Family.generate(random, marker));
      Evidence evidence = runs.get(0).evidence("a").join(runs.get(1).evidence("b"));
      LearnOptions options =
          new LearnOptions(ClosureTest.anyTemplate(random), Action.errno(1), predict);
      try {
        property.check(Stages.of(evidence, options), options, runs, evidence);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", after " + marker + ": " + e.getMessage(), e);
      }
    }
  }

  private static String marker(int seed) {
    return MARKERS.get(seed % MARKERS.size());
  }

  /** Every event must be allowed by each of the policies whose filter it meets. */
  private static void allow(
      List<Family> runs,
      Map<String, Policy> policies,
      Function<Family.Played, Set<String>> filters) {
    policies.forEach((name, policy) -> {
      Replay replay = new Replay(policy);
      runs.stream()
          .flatMap(run -> run.played().stream())
          .filter(played -> filters.apply(played).contains(name))
          .forEach(played -> replay.event(played.event()));
      assertEquals(List.of(), replay.findings(), name);
    });
  }

  private static Map<String, Policy> byLabel(List<Stage> stages, Evidence evidence, String phase) {
    Map<String, Policy> policies = new HashMap<>();
    for (Scope scope : Scope.roles(evidence)) {
      stages.stream()
          .filter(stage -> stage.name().equals(scope.label() + phase))
          .forEach(stage -> policies.put(scope.role().orElseThrow(), stage.learned().policy()));
    }
    assertEquals(stages.size(), policies.size(), "no two stages have one name");
    return policies;
  }

  @Test
  void everyEventOfARoleAndOfWhatItStartsIsAllowedByItsPolicy() throws DiagramLimitException {
    forAll(
        SEEDS,
        false,
        (stages, options, runs, evidence) ->
            allow(runs, byLabel(stages.byRole(), evidence, ""), Family.Played::begun));
  }

  @Test
  void everyEventThatComesAfterAMarkerIsAllowedByItsStage() throws DiagramLimitException {
    int[] seen = new int[1];
    forAll(
        SEEDS,
        false,
        (stages, options, runs, evidence) -> {
          String marker =
              MARKERS.stream()
                  .filter(m -> runs.stream().anyMatch(run -> run.marker().equals(m)))
                  .findFirst()
                  .orElseThrow();
          Stage everybodys;
          try {
            everybodys = stages.after(marker);
          } catch (IllegalArgumentException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("no"), "made by no run, or last");
            return;
          }
          allow(
              runs, Map.of(Family.EVERYBODY, everybodys.learned().policy()), Family.Played::after);
          Map<String, Policy> roles =
              byLabel(stages.afterByRole(marker), evidence, ".after-" + marker);
          allow(runs, roles, Family.Played::after);
          seen[0] += roles.size();
        });
    assertTrue(seen[0] > SEEDS, "stages of roles were tried: " + seen[0]);
  }

  @Test
  void everyPartOnlyReducesTheWhole() throws DiagramLimitException {
    forAll(
        WITH_PREDICTIONS,
        true,
        (stages, options, runs, evidence) -> {
          Policy whole = Learner.learn(evidence, options).policy();
          for (List<Stage> parts : List.of(stages.byRole(), stages.auto(), stages.autoByRole())) {
            for (Stage part : parts) {
              assertTrue(PolicyDiff.subset(part.learned().policy(), whole), part.name());
              assertTrue(part.saved() >= 0 && part.syscalls() <= part.all(), part.sentence());
            }
          }
        });
  }
}

package dev.winnow.test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.proof.ProgramDiagram;
import dev.winnow.minimizer.proof.UndecidedException;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.reports.diff.Diff;
import dev.winnow.reports.diff.DiffToJson;
import dev.winnow.reports.diff.MeaningDiff;
import dev.winnow.reports.diff.Side;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The diff is all of the difference: the new side follows from the old one and the JSON. */
class DiffRebuildTest {
  private static final int NO_SYSCALL = 0x3fffffff;

  /** One for each comparison: what a manager holds makes its operations slower. */
  private Diagram diagram = new Diagram();

  @Test
  void theNewPolicyFollowsFromTheOldOneAndTheDiff() throws Exception {
    for (long seed = 0; seed < 25; seed++) {
      diagram = new Diagram();
      RandomPolicies random = new RandomPolicies(new SplittableRandom(seed));
      Policy before = random.policy(6);
      Policy after = seed % 2 == 0 ? random.policy(6) : changed(before, random);
      rebuilds(PolicyDiagram.of(diagram, before), PolicyDiagram.of(diagram, after), "seed " + seed);
    }
  }

  /** A release: most rules stay. */
  private static Policy changed(Policy policy, RandomPolicies random) {
    List<Section> sections = new ArrayList<>();
    for (Section section : policy.sections()) {
      List<Rule> rules = new ArrayList<>(section.rules());
      if (!rules.isEmpty()) {
        Rule first = rules.removeFirst();
        rules.add(new Rule(first.number(), random.expression(2), Action.ALLOW));
      }
      sections.add(section.with(rules));
    }
    return new Policy(sections);
  }

  @Test
  void soDoesAProgramWhereAnExpressionSaysIt() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    int decided = 0;
    for (int i = 0; i < 12; i++) {
      diagram = new Diagram();
      try {
        int before = ProgramDiagram.of(diagram, RandomPrograms.next(random, 12));
        int after = ProgramDiagram.of(diagram, RandomPrograms.next(random, 12));
        if (expressible(before, after)) {
          rebuilds(before, after, "program " + i);
          decided++;
        }
      } catch (UndecidedException e) {
        // Random programs may do arithmetic that no diagram holds; the others count.
      }
    }
    assertTrue(decided >= 3, "only " + decided + " programs were compared");
  }

  private boolean expressible(int before, int after) throws Exception {
    return diff(before, after).exact().stream().noneMatch(change -> change.when().isEmpty());
  }

  private Diff diff(int before, int after) throws Exception {
    return MeaningDiff.between(
        diagram,
        new Side("old", Side.Kind.PROGRAM, 0),
        before,
        new Side("new", Side.Kind.PROGRAM, 0),
        after,
        Set.of(Arch.X86_64),
        List.of());
  }

  private void rebuilds(int before, int after, String where) throws Exception {
    Diff diff = diff(before, after);
    JsonNode json = new ObjectMapper().readTree(DiffToJson.json(diff).toString());
    int rebuilt = before;
    for (JsonNode change : json.get("exact")) {
      int verdict = diagram.leaf(returnValue(change.get("after").asText()));
      rebuilt = diagram.ite(events(change), verdict, rebuilt);
    }
    assertEquals(after, rebuilt, where);
    assertEquals(before == after, diff.entries().isEmpty(), where);
  }

  private int events(JsonNode change) throws Exception {
    Arch arch = change.has("arch") ? Arch.ofLabel(change.get("arch").asText()) : null;
    int tokens =
        arch == null
            ? range(Diagram.ARCH, change.get("tokens"))
            : diagram.wordEquals(Diagram.ARCH, arch.auditToken());
    int first = change.get("numbers").get(0).intValue();
    Arch words = arch == null ? Arch.X86_64 : arch;
    boolean named = arch != null && SyscallTable.of(words).byNumber(first) != null;
    Rule rule = rule(words, named ? first : NO_SYSCALL, change.get("when").asText() + " -> allow");
    int when = PolicyDiagram.condition(diagram, words, rule.condition());
    return diagram.and(diagram.and(tokens, range(Diagram.NR, change.get("numbers"))), when);
  }

  private int range(int word, JsonNode range) throws Exception {
    return diagram.wordInRange(word, (int) range.get(0).asLong(), (int) range.get(1).asLong());
  }

  private static int returnValue(String action) throws Exception {
    return action.startsWith("0x")
        ? Integer.parseUnsignedInt(action.substring(2), 16)
        : rule(Arch.X86_64, 0, "1 -> " + action).action().returnValue();
  }

  private static Rule rule(Arch arch, int number, String text) throws Exception {
    String policy = "arch %s\ndefault trap\nnr(%d): %s\n".formatted(arch.label(), number, text);
    return Policies.parse("exact", policy).sections().getFirst().rules().getFirst();
  }
}

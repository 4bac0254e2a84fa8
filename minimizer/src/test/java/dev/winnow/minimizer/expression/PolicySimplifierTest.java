package dev.winnow.minimizer.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicySyntaxException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolicySimplifierTest {
  @Test
  void dropsRulesThatNeverDecide() throws PolicySyntaxException {
    Policy policy =
        Policies.parse(
            "test",
            """
            arch x86_64
            default errno(EPERM)
            sys_read: fd == 1 || fd == 0   # stdin
            sys_read: fd == 3 && fd == 4 -> log
            sys_write: fd == 1 || fd != 1
            sys_write: fd == 2 -> kill_process
            """);
    assertEquals(
        """
        # winnow policy 1
        arch x86_64
        default errno(EPERM)
        sys_read: fd <= 1             # stdin
        sys_write: 1
        """,
        Policies.print(PolicySimplifier.simplify(policy)));
  }

  @Test
  void changesNoVerdict() throws Exception {
    for (long seed = 0; seed < 100; seed++) {
      Policy policy = new RandomPolicies(new SplittableRandom(seed)).policy(10);
      Diagram diagram = new Diagram();
      assertEquals(
          PolicyDiagram.of(diagram, policy),
          PolicyDiagram.of(diagram, PolicySimplifier.simplify(policy)),
          "seed " + seed);
    }
  }
}

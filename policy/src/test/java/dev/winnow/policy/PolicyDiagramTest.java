package dev.winnow.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.traces.Arch;
import org.junit.jupiter.api.Test;

/** The diagram and the evaluator are two descriptions of one meaning. */
class PolicyDiagramTest {
  @Test
  void agreesWithTheEvaluatorOnGeneratedPolicies() throws DiagramLimitException {
    for (long seed = 0; seed < 400; seed++) {
      PolicyGenerator generator = new PolicyGenerator(seed);
      Policy policy = generator.policy();
      Diagram diagram = new Diagram();
      int root = PolicyDiagram.of(diagram, policy);
      for (int i = 0; i < 300; i++) {
        SeccompData event = generator.event(policy);
        int expected = Evaluator.decide(policy, event).returnValue();
        int actual = diagram.evaluate(root, event);
        if (expected != actual) {
          assertEquals(
              Integer.toHexString(expected),
              Integer.toHexString(actual),
              "seed " + seed + ", " + event + "\n" + Policies.print(policy));
        }
      }
    }
  }

  @Test
  void equalMeaningsAreOneHandle() throws DiagramLimitException, PolicySyntaxException {
    String head = "arch x86_64\ndefault errno(1)\n";
    String[][] pairs = {
      {"sys_write: fd == 1 || fd == 2", "sys_write: fd in 1..2"},
      {"sys_write: !(fd < 3)", "sys_write: fd >= 3"},
      {"sys_write: fd", "sys_write: fd != 0"},
      {"sys_mmap: (prot & ~3) == 0", "sys_mmap: prot in {0, 1, 2, 3}"},
      {"sys_mmap: (prot & 1) == 0 && !(prot & 2)", "sys_mmap: !(prot & 3)"},
      {"sys_write: 0", ""},
      {"sys_write: fd == 1 && fd == 2", ""},
      {
        "sys_write: fd == 1 -> log\nsys_write: fd < 2",
        "sys_write: fd == 0\nsys_write: fd == 1 -> log"
      },
      {"sys_write: fd in 0..0xffffffff", "sys_write: 1"}
    };
    for (String[] pair : pairs) {
      Diagram diagram = new Diagram();
      assertEquals(
          PolicyDiagram.of(diagram, Policies.parse("a", head + pair[0])),
          PolicyDiagram.of(diagram, Policies.parse("b", head + pair[1])),
          pair[0] + " is " + pair[1]);
    }
  }

  @Test
  void hundredsOfValuesStaySmall() throws DiagramLimitException {
    StringBuilder text = new StringBuilder("arch x86_64\ndefault errno(1)\nsys_ioctl: 0");
    for (int i = 0; i < 400; i++) {
      text.append(" || cmd == ").append(Integer.toUnsignedString(i * 0x9E3779B1));
    }
    Diagram diagram = new Diagram();
    Policy policy = assertParses(text.toString());
    int root = PolicyDiagram.of(diagram, policy);
    assertTrue(diagram.size(root) < 12_000, () -> diagram.size(root) + " nodes");
    assertTrue(diagram.nodes() < 200_000, () -> diagram.nodes() + " nodes in all");
    int permitted = diagram.restrict(diagram.permitted(root), Arch.X86_64.auditToken(), 16);
    assertEquals(
        java.math.BigInteger.valueOf(400).shiftLeft(448 - 32), diagram.count(permitted, 64));
  }

  private static Policy assertParses(String text) {
    try {
      return Policies.parse("test", text);
    } catch (PolicySyntaxException e) {
      throw new AssertionError(e);
    }
  }
}

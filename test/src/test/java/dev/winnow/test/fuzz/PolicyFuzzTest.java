package dev.winnow.test.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.expression.PolicySimplifier;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Any bytes as a policy: refused with places, or printed, simplified and compiled alike. */
class PolicyFuzzTest {
  private static final int EVENTS_PER_RULE = 4;

  @FuzzTest
  void parse(byte @Nullable [] data) throws PolicySyntaxException {
    byte[] file = data == null ? new byte[0] : data;
    Policy policy;
    try {
      policy = Policies.parse("fuzz", file);
    } catch (PolicySyntaxException e) {
      assertFalse(e.errors().isEmpty());
      String message = String.valueOf(e.getMessage());
      assertTrue(message.startsWith("fuzz:"), message);
      assertTrue(message.chars().noneMatch(PolicyFuzzTest::obeyed), message);
      return;
    }
    String printed = Policies.print(policy);
    Policy again = Policies.parse("printed", printed);
    assertEquals(policy, again);
    assertEquals(printed, Policies.print(again));
    compile(policy, Arrays.hashCode(file));
  }

  private static boolean obeyed(int c) {
    return c != '\n' && c != '\t' && Character.isISOControl(c);
  }

  private static void compile(Policy policy, long seed) {
    Policy simple = PolicySimplifier.simplify(policy);
    Program program;
    try {
      program = Compiler.compile(policy, Weights.UNIFORM, Objective.SPEED).program();
    } catch (CompilationException e) {
      assertFalse(String.valueOf(e.getMessage()).isEmpty());
      return;
    }
    Interpreter interpreter = new Interpreter(program);
    for (SeccompData event : events(policy, seed)) {
      int says = Evaluator.decide(policy, event).returnValue();
      assertEquals(says, Evaluator.decide(simple, event).returnValue(), event::toString);
      assertEquals(says, interpreter.run(Interpreter.words(event)), event::toString);
    }
  }

  private static List<SeccompData> events(Policy policy, long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<SeccompData> events = new ArrayList<>();
    for (Section section : policy.sections()) {
      for (Rule rule : section.rules()) {
        for (int i = 0; i < EVENTS_PER_RULE; i++) {
          long[] args = random.longs(6).map(bits -> bits >>> (bits & 63)).toArray();
          events.add(SeccompData.of(section.arch().auditToken(), rule.number(), args));
        }
      }
    }
    return events;
  }
}

package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * What the compiler makes of two policies and their workloads, so that a change for the worse
 * shows. {@code learned} comes from strace of ls, a script and nginx: 87 syscalls, 28 with
 * arguments. {@code sets} is made up: five syscalls of 64 values each, ranges and masks, under a
 * Zipf workload. Beside them stand the figures of other compilers, for their best settings each,
 * measured with the same events: instructions, executed per event (cached syscalls 0), longest
 * path.
 */
class BenchmarkTest {
  private record Case(
      String name, Objective objective, int instructions, double executed, int longest) {}

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BenchmarkTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isAsGoodAsItWas() throws Exception {
    for (Case c :
        List.of(
            // libseccomp 2.6.1: 368 (O1); 9.22, 80 (O2). gVisor: 435, 7.94, 74.
            new Case("learned", Objective.SIZE, 202, 5.3, 30),
            new Case("learned", Objective.SPEED, 202, 5.13, 30),
            // libseccomp 2.6.1: 390 (O1); 28.02, 81 (O2). gVisor: 409, 23.28, 77.
            new Case("sets", Objective.SIZE, 253, 12.8, 80),
            new Case("sets", Objective.SPEED, 282, 11.3, 23))) {
      Policy policy = Policies.parse(c.name, resource(c.name + ".policy"));
      Weights weights = Workload.parse(resource(c.name + ".tsv"), Arch.X86_64);
      Quality quality = Compiler.compile(policy, weights, c.objective).quality();
      assertTrue(quality.instructions() <= c.instructions, c + " " + quality);
      assertTrue(quality.executed() <= c.executed, c + " " + quality);
      assertTrue(quality.longest() <= c.longest, c + " " + quality);
      assertFalse(quality.cutOff(), c.name);
    }
  }
}

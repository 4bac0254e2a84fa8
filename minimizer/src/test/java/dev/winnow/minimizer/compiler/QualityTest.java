package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class QualityTest {
  private static Policy policy(List<Rule> rules) {
    Action eperm = Action.errno(1);
    return new Policy(
        List.of(new Section(Arch.X86_64, eperm, eperm, Action.KILL_PROCESS, false, rules)));
  }

  private static Rule rule(int number, Expr condition) {
    return new Rule(number, condition, Action.ALLOW);
  }

  private static Expr in(Term term, long... values) {
    List<Expr.Range> ranges = new ArrayList<>();
    for (long value : values) {
      ranges.add(Expr.Range.of(value));
    }
    return new Expr.In(term, ranges);
  }

  private static SeccompData event(int number, long... args) {
    return SeccompData.of(Arch.X86_64.auditToken(), number, args);
  }

  /** fd of read in four ranges, all trees of which are tried; of write in too many for that. */
  @Test
  void wordsWhoseTreesAreAllTriedAreCounted() throws CompilationException {
    Term fd = new Term(0, 32, 0xffff_ffffL);
    long[] many = new long[20];
    for (int i = 0; i < many.length; i++) {
      many[i] = 7L * i * i + 1;
    }
    Policy policy = policy(List.of(rule(0, in(fd, 3, 9)), rule(1, in(fd, many))));
    Quality quality = Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).quality();
    assertEquals(2, quality.argumentWords(), quality.toString());
    assertEquals(1, quality.exactWords(), quality.toString());
  }

  @Test
  void boundsHold() throws CompilationException {
    for (long seed = 0; seed < 60; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random);
      Policy policy = policies.policy(1 + random.nextInt(10));
      List<Weights.Event> events = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        events.add(new Weights.Event(policies.event(), 1 + random.nextInt(100)));
      }
      Weights weights = new Weights(events, List.of());
      Objective objective = seed % 2 == 0 ? Objective.SPEED : Objective.SIZE;
      Quality quality = Compiler.compile(policy, weights, objective).quality();
      assertTrue(quality.instructionBound() <= quality.instructions(), seed + " " + quality);
      assertTrue(quality.executedBound() <= quality.executed() + 1e-9, seed + " " + quality);
    }
  }

  /** Signals and descriptors, which nothing tests by their bits. */
  @Test
  void boundsOnComparisonsHoldForProgramsOfComparisons() throws CompilationException {
    int compared = 0;
    for (long seed = 0; seed < 60; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      List<Rule> rules = new ArrayList<>();
      List<Weights.Event> events = new ArrayList<>();
      for (int number = 0; number < 1 + random.nextInt(6); number++) {
        long[] values = random.longs(1 + random.nextInt(9), 0, 1 << 12).toArray();
        Term term = Term.of(random.nextInt(2), 32 << random.nextInt(2));
        rules.add(rule(40 * number, in(term, values)));
        for (long value : values) {
          events.add(new Weights.Event(event(40 * number, value, value), 1 + random.nextInt(50)));
        }
      }
      Objective objective = seed % 2 == 0 ? Objective.SPEED : Objective.SIZE;
      ProvedProgram compiled =
          Compiler.compile(policy(rules), new Weights(events, List.of()), objective);
      Quality quality = compiled.quality();
      assertTrue(quality.instructionBound() <= quality.comparisonInstructions());
      assertTrue(quality.executedBound() <= quality.comparisonExecuted() + 1e-9);
      if (compiled.program().instructions().stream()
          .noneMatch(i -> i.code() == Opcode.JSET_K || i.code() == Opcode.AND_K)) {
        compared++;
        String found = seed + " " + quality;
        assertTrue(quality.comparisonInstructions() <= quality.instructions(), found);
        assertTrue(quality.comparisonExecuted() <= quality.executed() + 1e-9, found);
        assertTrue(quality.instructions() <= 1.4 * quality.comparisonInstructions() + 4, found);
      }
    }
    assertTrue(compared > 20, "programs of comparisons: " + compared);
  }

  /** Tests of both architectures' numbers may be the same instructions. */
  @Test
  void architecturesMayShareTests() throws CompilationException {
    Action eperm = Action.errno(1);
    List<Rule> some = List.of(rule(5, Expr.TRUE), rule(7, new Expr.NonZero(Term.of(0, 32))));
    List<Rule> others = List.of(rule(3, Expr.TRUE), rule(7, new Expr.NonZero(Term.of(0, 32))));
    Policy policy =
        new Policy(
            List.of(
                new Section(Arch.AARCH64, eperm, eperm, eperm, false, some),
                new Section(Arch.RISCV64, eperm, eperm, eperm, false, others)));
    Quality quality = Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).quality();
    assertTrue(quality.comparisonInstructions() <= quality.instructions(), quality.toString());
  }

  @Test
  void executedIsWhatTheInterpreterExecutes() throws CompilationException {
    Policy policy =
        policy(
            List.of(
                rule(0, Expr.TRUE),
                rule(1, new Expr.Compare(Term.of(0, 64), Expr.Op.LE, 2)),
                rule(16, in(Term.of(1, 32), 0x5401, 0x5413, 0x5421))));
    SeccompData cached = event(0);
    SeccompData write = event(1, 2);
    SeccompData ioctl = event(16, 1, 0x5413);
    Weights weights =
        new Weights(
            List.of(
                new Weights.Event(cached, 50),
                new Weights.Event(write, 30),
                new Weights.Event(ioctl, 20)),
            List.of());
    ProvedProgram compiled = Compiler.compile(policy, weights, Objective.SPEED);
    Interpreter interpreter = new Interpreter(compiled.program());
    double expected =
        0.3 * interpreter.trace(write).path().size() + 0.2 * interpreter.trace(ioctl).path().size();
    assertEquals(expected, compiled.quality().executed(), 1e-9);
    // Both load and test architecture and number, and return; write both halves, ioctl one.
    assertEquals(0.3 * (4 + 4) + 0.2 * (4 + 2) + 1, compiled.quality().executedBound(), 0.6);
    assertEquals(compiled.program().size(), compiled.quality().instructions());
    assertFalse(compiled.quality().cutOff());
  }

  @Test
  void dispatchByNumberIsExactWhereItMeetsTheBound() throws CompilationException {
    List<Rule> rules = new ArrayList<>();
    for (int number = 3; number < 300; number += 10) {
      rules.add(rule(number, Expr.TRUE));
    }
    Quality quality = Compiler.compile(policy(rules), Weights.UNIFORM, Objective.SIZE).quality();
    assertEquals(Quality.Search.EXACT, quality.dispatch(), quality.toString());
    assertTrue(quality.dispatchTests() <= quality.dispatchBound(), quality.toString());
  }

  /** Every value of its own weight: with the length as objective a chain, else an even tree. */
  @Test
  void speedBoundsTheLongestPath() throws CompilationException {
    RandomGenerator random = new SplittableRandom(7);
    long[] values = random.longs(200, 0, 1L << 32).toArray();
    List<Weights.Event> events = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      events.add(new Weights.Event(event(16, 0, values[i]), Math.pow(0.5, Math.min(i, 60))));
    }
    Policy policy = policy(List.of(rule(16, in(Term.of(1, 64), values))));
    Weights weights = new Weights(events, List.of());
    Quality fast = Compiler.compile(policy, weights, Objective.SPEED).quality();
    Quality small = Compiler.compile(policy, weights, Objective.SIZE).quality();
    assertTrue(fast.longest() <= Objective.SPEED.longest(), fast.toString());
    assertTrue(small.instructions() < fast.instructions(), small + " " + fast);
    assertTrue(fast.executed() <= small.executed(), small + " " + fast);
  }

  /** Values below 512, half of them: as many ranges as their bits have patterns. */
  @Test
  void denseSetsAreCompared() throws CompilationException {
    RandomGenerator random = new SplittableRandom(11);
    long[] values = random.longs(0, 512).distinct().limit(64).toArray();
    Policy policy = policy(List.of(rule(54, in(Term.of(2, 64), values))));
    Quality quality = Compiler.compile(policy, Weights.UNIFORM, Objective.SPEED).quality();
    assertTrue(quality.longest() <= 20, quality.toString());
    assertTrue(quality.instructions() <= 100, quality.toString());
  }

  /** By the rules of seccomp_is_const_allow: whatever needs no argument is free of the program. */
  @Test
  void theKernelDecidesEveryPlainSyscall() throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      Policy policy = new RandomPolicies(new SplittableRandom(seed)).policy(10);
      Objective objective = seed % 2 == 0 ? Objective.SPEED : Objective.SIZE;
      Program program = Compiler.compile(policy, Weights.UNIFORM, objective).program();
      Diagram diagram = new Diagram();
      int root = PolicyDiagram.of(diagram, policy);
      int allowed = diagram.leaf(Action.ALLOW.returnValue());
      for (Arch arch : List.of(Arch.X86_64, Arch.I386)) {
        BitSet plain = new BitSet();
        for (int number = 0; number <= SyscallTable.of(arch).highest(); number++) {
          plain.set(number, diagram.restrict(root, arch.auditToken(), number) == allowed);
        }
        assertEquals(plain, KernelBitmap.of(program, arch), "seed " + seed + " " + arch);
      }
    }
  }
}

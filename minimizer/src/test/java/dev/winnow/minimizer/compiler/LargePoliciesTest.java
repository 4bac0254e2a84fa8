package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Policies beyond what has a program, or nearly so: each compiles in seconds or says which limit it
 * meets and which rules cost most.
 */
@Timeout(120)
class LargePoliciesTest {
  private final RandomGenerator random = new SplittableRandom(17);

  private static Policy policy(List<Rule> rules) {
    Action eperm = Action.errno(1);
    return new Policy(
        List.of(new Section(Arch.X86_64, eperm, eperm, Action.KILL_PROCESS, false, rules)));
  }

  private static Policy reading(List<Expr> terms) {
    return policy(List.of(new Rule(0, new Expr.Or(terms), Action.ALLOW)));
  }

  private static Expr equal(int argument, int width, long value) {
    return new Expr.Compare(Term.of(argument, width), Expr.Op.EQ, value);
  }

  private static Expr bits(int argument, long mask) {
    return new Expr.Compare(new Term(argument, 64, mask), Expr.Op.EQ, mask);
  }

  private static ProvedProgram compile(Policy policy, Objective objective)
      throws CompilationException {
    ProvedProgram compiled = Compiler.compile(policy, Weights.UNIFORM, objective);
    assertTrue(compiled.program().size() <= Program.MAX_INSTRUCTIONS);
    return compiled;
  }

  /** The message names the kernel's limit and, with an amount, these syscalls or others. */
  private static void refused(Policy policy, Objective objective, String syscalls) {
    CompilationException refused =
        assertThrows(
            CompilationException.class, () -> Compiler.compile(policy, Weights.UNIFORM, objective));
    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains("4,096"), message);
    String amount = " \\((more than )?[\\d,]+ (comparisons|diagram nodes)\\)";
    assertTrue(message.matches("(?s).* cost most: x86_64 " + syscalls + amount + ".*"), message);
  }

  /**
   * {@code fd == x && count == y && (buf & i) == i}: another order of words is worth trying until
   * it takes too long.
   */
  @Test
  void hundredsOfEntangledTerms() throws CompilationException {
    List<Expr> counted = new ArrayList<>();
    List<Expr> drawn = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      Expr fd = equal(0, 32, i % 50);
      counted.add(new Expr.And(List.of(fd, equal(2, 64, i), bits(1, i))));
      Expr any = equal(0, 32, random.nextInt(1 << 30));
      Expr count = equal(2, 64, random.nextInt(1 << 30));
      long mask = random.nextLong(1L << 32);
      drawn.add(new Expr.And(List.of(any, count, bits(1, mask))));
    }
    refused(reading(counted), Objective.SIZE, "read");
    refused(reading(counted), Objective.SPEED, "read");
    assertTrue(compile(reading(drawn), Objective.SIZE).quality().cutOff());
  }

  @Test
  void thousandsOfPairs() {
    List<Expr> pairs = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Expr fd = equal(0, 32, random.nextInt(1 << 30));
      pairs.add(new Expr.And(List.of(fd, equal(2, 64, random.nextInt(1 << 30)))));
    }
    refused(reading(pairs), Objective.SPEED, "read");
  }

  /** An AND and a JEQ each, and the load between them. */
  @Test
  void fortyMasksOfOneArgument() throws CompilationException {
    List<Expr> masks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      masks.add(bits(0, mask(32)));
    }
    Quality quality = compile(reading(masks), Objective.SIZE).quality();
    assertTrue(quality.instructions() <= 3 * 40 + 10, quality.toString());
    assertFalse(quality.cutOff());
  }

  /** Over 64 bits, no diagram is small enough to prove anything by. */
  @Test
  void fortyMasksOfAWholeRegister() {
    List<Expr> masks = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      masks.add(bits(1, mask(64)));
    }
    refused(reading(masks), Objective.SIZE, "read");
  }

  private long mask(int width) {
    long mask = 0;
    while (Long.bitCount(mask) < 3) {
      mask |= 1L << random.nextInt(width);
    }
    return mask;
  }

  @Test
  void fourHundredSyscallsOfSixtyFourValues() throws CompilationException {
    List<Rule> own = new ArrayList<>();
    List<Rule> same = new ArrayList<>();
    Expr values = values();
    for (Syscall syscall : SyscallTable.of(Arch.X86_64).all()) {
      if (own.size() < 400) {
        own.add(new Rule(syscall.number(), values(), Action.ALLOW));
        same.add(new Rule(syscall.number(), values, Action.ALLOW));
      }
    }
    refused(policy(own), Objective.SIZE, "\\w+");
    assertTrue(compile(policy(same), Objective.SIZE).program().size() < 100);
  }

  private Expr values() {
    List<Expr.Range> values = new ArrayList<>();
    random.longs(64, 0, 1L << 30).forEach(value -> values.add(Expr.Range.of(value)));
    return new Expr.In(Term.of(1, 64), values);
  }

  @Test
  void thousandsOfRules() {
    List<Rule> ofOne = new ArrayList<>();
    List<Rule> ofMany = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      long value = random.nextLong(1L << 40);
      ofOne.add(new Rule(0, equal(random.nextInt(3), 64, value), Action.ALLOW));
      if (i % 2 == 0) {
        Expr condition = equal(random.nextInt(6), 64, value);
        ofMany.add(new Rule(random.nextInt(300), condition, Action.errno(1 + i % 9)));
      }
    }
    refused(policy(ofOne), Objective.SIZE, "read");
    refused(policy(ofMany), Objective.SIZE, "\\w+");
  }
}

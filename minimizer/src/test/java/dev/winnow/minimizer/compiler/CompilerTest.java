package dev.winnow.minimizer.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.Section;
import dev.winnow.policy.Term;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class CompilerTest {
  private static final int ALLOW = Action.ALLOW.returnValue();

  private static Program compile(Policy policy) throws CompilationException {
    return Compiler.compile(policy, Weights.UNIFORM, Objective.SPEED).program();
  }

  private static int smallest(Policy policy) throws CompilationException {
    return Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).program().size();
  }

  private static Policy policy(Arch arch, Rule... rules) {
    return policy(arch, List.of(rules));
  }

  private static Policy policy(Arch arch, List<Rule> rules) {
    Action eperm = Action.errno(1);
    return new Policy(List.of(new Section(arch, eperm, eperm, Action.KILL_PROCESS, false, rules)));
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

  @Test
  void agreesWithTheEvaluatorAndTheKernelRules() throws CompilationException {
    for (long seed = 0; seed < 150; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      RandomPolicies policies = new RandomPolicies(random);
      Policy policy = policies.policy(1 + random.nextInt(10));
      Objective objective = seed % 2 == 0 ? Objective.SPEED : Objective.SIZE;
      Program program = Compiler.compile(policy, Weights.UNIFORM, objective).program();
      assertTrue(KernelRules.check(program).isEmpty(), "seed " + seed);
      Interpreter interpreter = new Interpreter(program);
      for (int i = 0; i < 300; i++) {
        SeccompData event = policies.event();
        int expected = Evaluator.decide(policy, event).returnValue();
        assertEquals(
            expected, interpreter.run(Interpreter.words(event)), "seed " + seed + " " + event);
      }
    }
  }

  @Test
  void theArchitectureComesFirst() throws CompilationException {
    Program program = compile(policy(Arch.X86_64, rule(0, Expr.TRUE)));
    assertEquals(Instruction.of(Opcode.LD_ABS, 4), program.get(0));
    assertEquals(Opcode.JEQ_K, program.get(1).code());
    assertEquals(Arch.X86_64.auditToken(), program.get(1).k());
    assertEquals(Instruction.of(Opcode.LD_ABS, 0), program.get(2));
  }

  @Test
  void theKernelDecidesWhatNeedsNoArgument() throws CompilationException {
    List<Rule> rules = new ArrayList<>();
    BitSet plain = new BitSet();
    for (int number = 0; number < 300; number += 1 + number % 3) {
      boolean constrained = number % 7 == 0;
      rules.add(
          rule(
              number,
              constrained ? new Expr.Compare(Term.of(0, 64), Expr.Op.LE, number) : Expr.TRUE));
      plain.set(number, !constrained);
    }
    assertEquals(plain, KernelBitmap.of(compile(policy(Arch.X86_64, rules)), Arch.X86_64));
  }

  @Test
  void nothingIsLoadedTwiceOnAPath() throws CompilationException {
    Program program =
        compile(
            policy(
                Arch.X86_64,
                rule(16, in(Term.of(1, 32), 0x5401, 0x5413, 0x5421, 0x541b, 0x80045430L)),
                rule(
                    9,
                    new Expr.And(
                        List.of(
                            in(Term.of(2, 32), 0, 1, 3, 5),
                            in(Term.of(3, 32), 0x22, 0x32, 0x812))))));
    Interpreter interpreter = new Interpreter(program);
    for (int number : new int[] {0, 9, 16, 400}) {
      for (long value : new long[] {0, 1, 5, 0x22, 0x5401, 0x541b}) {
        SeccompData event =
            SeccompData.of(Arch.X86_64.auditToken(), number, value, value, value, value);
        Set<Integer> loaded = new HashSet<>();
        for (int pc : interpreter.trace(event).path()) {
          Instruction i = program.get(pc);
          assertTrue(i.code() != Opcode.LD_ABS || loaded.add(i.k()), "word loaded twice: " + event);
        }
      }
    }
  }

  @Test
  void sharesEqualConditionsOfManySyscalls() throws CompilationException {
    Expr sixteen =
        in(Term.of(1, 64), 3, 14, 15, 92, 65, 35, 89, 79, 32, 38, 46, 26, 43, 83, 27, 95);
    int one = smallest(policy(Arch.X86_64, rule(10, sixteen)));
    List<Rule> eight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      eight.add(rule(10 + 30 * i, sixteen));
    }
    int more = smallest(policy(Arch.X86_64, eight)) - one;
    assertTrue(more <= 8, more + " instructions for 7 more syscalls");
  }

  /** (condition, instructions beside those of a policy that allows the syscall unconditionally). */
  @Test
  void whatConditionsCost() throws CompilationException {
    record Case(String what, Expr condition, int most) {}
    long[] consecutive = new long[64];
    for (int i = 0; i < 64; i++) {
      consecutive[i] = 21505L + i;
    }
    Term flags = new Term(2, 32, 0xfff7f7ffL);
    for (Case c :
        List.of(
            new Case("one value", in(Term.of(0, 32), 7), 2),
            new Case("one value of 64 bits", in(Term.of(0, 64), 7), 4),
            new Case("64 consecutive values", in(Term.of(1, 32), consecutive), 3),
            new Case("a bound", new Expr.Compare(Term.of(2, 64), Expr.Op.LE, 4096), 4),
            new Case("no other flag", new Expr.Compare(flags, Expr.Op.EQ, 0), 2),
            new Case("four values under a mask", in(Term.of(1, 32), 0, 1, 128, 129), 2),
            new Case("a field", new Expr.Compare(new Term(0, 32, 0xf0), Expr.Op.EQ, 0x30), 3),
            new Case("one of these and one of those", oneOfEach(0x3c, 0x3c0, 0x3c0000), 4),
            new Case("a range of a field", in(new Term(0, 32, 0x3), 0, 1, 2), 3))) {
      int plain = compile(policy(Arch.X86_64, rule(7, Expr.TRUE))).size();
      int size = compile(policy(Arch.X86_64, rule(7, c.condition))).size();
      assertTrue(size - plain <= c.most, c.what + ": " + (size - plain) + " more");
    }
  }

  private static Expr oneOfEach(long... masks) {
    List<Expr> parts = new ArrayList<>();
    for (long mask : masks) {
      parts.add(new Expr.NonZero(new Term(1, 32, mask)));
    }
    return new Expr.And(parts);
  }

  @Test
  void twoSectionsShareOneProgram() throws CompilationException {
    Action eperm = Action.errno(1);
    Expr stdio = new Expr.Compare(Term.of(0, 32), Expr.Op.LE, 2);
    Policy policy =
        new Policy(
            List.of(
                new Section(
                    Arch.X86_64,
                    eperm,
                    eperm,
                    Action.KILL_PROCESS,
                    false,
                    List.of(rule(1, stdio), rule(60, Expr.TRUE))),
                new Section(
                    Arch.I386,
                    eperm,
                    Action.errno(38),
                    Action.KILL_PROCESS,
                    false,
                    List.of(rule(4, stdio), rule(1, Expr.TRUE)))));
    Interpreter interpreter = new Interpreter(compile(policy));
    record Case(Arch arch, int number, long fd, int expected) {}
    for (Case c :
        List.of(
            new Case(Arch.X86_64, 1, 2, ALLOW),
            new Case(Arch.X86_64, 1, 3, 0x50001),
            new Case(Arch.X86_64, 1, 7L << 32, ALLOW),
            new Case(Arch.I386, 4, 2, ALLOW),
            new Case(Arch.I386, 4, 7L << 32 | 3, 0x50001),
            new Case(Arch.I386, 1, -1, ALLOW),
            new Case(Arch.I386, 60, 0, 0x50001),
            new Case(Arch.I386, 4000, 0, 0x50026),
            new Case(Arch.X86_64, 4000, 0, 0x50001),
            new Case(Arch.X86_64, 0x40000001, 0, 0x80000000),
            new Case(Arch.X86_64, -1, 0, 0x80000000))) {
      SeccompData event = SeccompData.of(c.arch.auditToken(), c.number, c.fd);
      assertEquals(c.expected, interpreter.run(Interpreter.words(event)), c.toString());
    }
    assertEquals(0x80000000, interpreter.run(Interpreter.words(SeccompData.of(0xc00000b7, 60))));
  }

  /** As on x86: the words lie in the same order. */
  @Test
  void otherLittleEndianArchitectures() throws CompilationException {
    Expr stdio = new Expr.Compare(Term.of(0, 32), Expr.Op.LE, 2);
    for (Arch arch : List.of(Arch.AARCH64, Arch.ARM, Arch.RISCV64, Arch.PPC64LE, Arch.MIPSEL64)) {
      Syscall syscall = SyscallTable.of(arch).byName("write");
      int write = syscall == null ? -1 : syscall.number();
      Interpreter interpreter = new Interpreter(compile(policy(arch, rule(write, stdio))));
      record Case(Arch arch, int number, long fd, int expected) {}
      for (Case c :
          List.of(
              new Case(arch, write, 2, ALLOW),
              new Case(arch, write, 3, 0x50001),
              new Case(arch, write + 1, 2, 0x50001),
              new Case(Arch.X86_64, write, 2, 0x80000000))) {
        SeccompData event = SeccompData.of(c.arch.auditToken(), c.number, c.fd);
        assertEquals(c.expected, interpreter.run(Interpreter.words(event)), c.toString());
      }
    }
  }

  /** The halves of an argument change places there. */
  @Test
  void bigEndianArchitecturesAreRefusedByName() {
    for (Arch arch : List.of(Arch.S390X, Arch.MIPS64)) {
      CompilationException refused =
          assertThrows(
              CompilationException.class, () -> compile(policy(arch, rule(5004, Expr.TRUE))));
      String message = String.valueOf(refused.getMessage());
      assertTrue(message.contains("the section of " + arch), message);
      assertTrue(message.contains("big-endian"), message);
    }
  }

  /** Hundreds of syscalls with sets of their own: far more than a conditional jump can skip. */
  @Test
  void longJumps() throws CompilationException {
    RandomGenerator random = new SplittableRandom(1);
    List<Rule> rules = new ArrayList<>();
    for (int number = 0; number < 330; number += 2) {
      long[] values = new long[8];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(1 << 30);
      }
      rules.add(new Rule(number, in(Term.of(random.nextInt(6), 64), values), Action.errno(number)));
    }
    Policy policy = policy(Arch.X86_64, rules);
    Program program = compile(policy);
    assertTrue(program.size() > 1000, "only " + program.size());
    assertTrue(
        program.instructions().stream().anyMatch(i -> i.code() == Opcode.JA), "no long jump");
    assertTrue(Equivalence.check(policy, program) instanceof Equivalence.Proved, "proved afresh");
  }

  @Test
  void tooLongProgramsNameTheSyscallsThatCostMost() {
    RandomGenerator random = new SplittableRandom(1);
    List<Rule> rules = new ArrayList<>();
    for (int number : new int[] {0, 16, 72}) {
      long[] values = new long[number == 72 ? 40 : 2200];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt() & 0xffffffffL;
      }
      rules.add(rule(number, in(Term.of(1, 32), values)));
    }
    CompilationException e =
        assertThrows(
            CompilationException.class,
            () -> Compiler.compile(policy(Arch.X86_64, rules), Weights.UNIFORM, Objective.SIZE));
    assertTrue(
        e.toString()
            .matches(
                "(?s).*and the kernel takes 4,096.*x86_64 (read|ioctl) \\(.*x86_64 fcntl \\(.*"),
        e.toString());
  }

  @Test
  void weightsChangeTheLayoutButNotTheMeaning() throws CompilationException {
    long[] values = new long[40];
    for (int i = 0; i < 40; i++) {
      values[i] = 100L * i * i;
    }
    Policy policy = policy(Arch.X86_64, rule(16, in(Term.of(1, 32), values)));
    SeccompData hot = SeccompData.of(Arch.X86_64.auditToken(), 16, 0, values[33]);
    Weights weights = new Weights(List.of(new Weights.Event(hot, 1000)), List.of());
    Program uniform = compile(policy);
    Program weighted = Compiler.compile(policy, weights, Objective.SPEED).program();
    assertNotEquals(uniform, weighted);
    assertTrue(
        new Interpreter(weighted).trace(hot).path().size()
            < new Interpreter(uniform).trace(hot).path().size());
  }

  @Test
  void equalPoliciesGiveEqualPrograms() throws CompilationException {
    Term term = Term.of(1, 32);
    Expr one = in(term, 3, 1, 2, 9);
    Expr other =
        new Expr.Or(
            List.of(
                new Expr.Compare(term, Expr.Op.EQ, 9),
                new Expr.Not(
                    new Expr.Or(
                        List.of(
                            new Expr.Compare(term, Expr.Op.EQ, 0),
                            new Expr.Compare(term, Expr.Op.GT, 3))))));
    assertEquals(
        compile(policy(Arch.X86_64, rule(16, one), rule(5, Expr.TRUE))),
        compile(policy(Arch.X86_64, rule(5, Expr.TRUE), rule(16, other))));
  }

  /**
   * One changed field of one instruction: the proof finds a witness, or the change changes nothing.
   */
  @Test
  void mutantsAreFound() throws Exception {
    Policy policy =
        policy(
            Arch.X86_64,
            rule(16, in(Term.of(1, 64), 0x5401, 0x5413, 0x5421)),
            rule(2, new Expr.Compare(new Term(1, 32, ~0x80000L & 0xffffffffL), Expr.Op.EQ, 0)),
            rule(0, Expr.TRUE),
            rule(60, Expr.TRUE));
    Program program = compile(policy);
    Diagram diagram = new Diagram();
    int root = PolicyDiagram.of(diagram, policy);
    RandomGenerator random = new SplittableRandom(3);
    int found = 0;
    int equal = 0;
    for (int round = 0; round < 1500; round++) {
      Program mutant = mutate(program, random);
      if (mutant.equals(program) || KernelRules.check(mutant).isPresent()) {
        continue;
      }
      switch (Equivalence.check(diagram, root, mutant)) {
        case Equivalence.Different(SeccompData witness, int policyValue, int programValue) -> {
          found++;
          assertEquals(policyValue, Evaluator.decide(policy, witness).returnValue());
          assertEquals(programValue, new Interpreter(mutant).run(Interpreter.words(witness)));
          assertNotEquals(policyValue, programValue);
        }
        case Equivalence.Proved proved -> equal++;
        case Equivalence.Undecided undecided -> throw new AssertionError(undecided);
      }
    }
    assertTrue(found > 500, found + " found");
    assertTrue(equal < found / 10, equal + " mutants mean the same, " + found + " do not");
  }

  private static Program mutate(Program program, RandomGenerator random) {
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    int at = random.nextInt(instructions.size());
    Instruction i = instructions.get(at);
    int[] codes = {Opcode.JEQ_K, Opcode.JGT_K, Opcode.JGE_K, Opcode.JSET_K};
    int kind = i.conditional() ? random.nextInt(4) : 0;
    Instruction changed =
        switch (kind) {
          case 0 -> new Instruction(i.code(), i.jt(), i.jf(), i.k() ^ 4 << random.nextInt(30));
          case 1 -> new Instruction(i.code(), i.jf(), i.jt(), i.k());
          case 2 -> new Instruction(i.code(), i.jt() + 1, i.jf(), i.k());
          default -> new Instruction(codes[random.nextInt(4)], i.jt(), i.jf(), i.k());
        };
    instructions.set(at, changed);
    return new Program(instructions);
  }

  @Test
  void numbersAboveTheTable() throws CompilationException {
    int highest = SyscallTable.of(Arch.X86_64).highest();
    Policy policy =
        new Policy(
            List.of(
                new Section(
                    Arch.X86_64,
                    Action.errno(1),
                    Action.errno(38),
                    Action.KILL_PROCESS,
                    false,
                    List.of(rule(highest + 5, Expr.TRUE)))));
    Interpreter interpreter = new Interpreter(compile(policy));
    int[][] expected = {
      {highest, 0x50001},
      {highest + 1, 0x50026},
      {highest + 5, ALLOW},
      {0x3fffffff, 0x50026},
      {0x40000000, 0x80000000}
    };
    for (int[] pair : expected) {
      SeccompData event = SeccompData.of(Arch.X86_64.auditToken(), pair[0]);
      assertEquals(pair[1], interpreter.run(Interpreter.words(event)));
    }
  }
}

package dev.winnow.minimizer.lift;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPolicies;
import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policies;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramToPolicyTest {
  private static final int X86_64 = 0xc000003e;
  private static final int I386 = 0x40000003;
  private static final int ALLOW = 0x7fff0000;
  private static final int EPERM = 0x50001;
  private static final int KILL = 0x80000000;

  private static Instruction load(int offset) {
    return Instruction.of(LD_ABS, offset);
  }

  private static Instruction jump(int code, int k, int jt, int jf) {
    return new Instruction(code, jt, jf, k);
  }

  private static Instruction ret(int value) {
    return Instruction.of(RET_K, value);
  }

  private static String lifted(Instruction... program) throws LiftException {
    return Policies.print(ProgramToPolicy.lift(new Program(program), null).policy());
  }

  private static String refused(Instruction... program) {
    LiftException e =
        assertThrows(LiftException.class, () -> ProgramToPolicy.lift(new Program(program), null));
    return String.valueOf(e.getMessage());
  }

  private static Program compiled(Policy policy) throws Exception {
    return Compiler.compile(policy, Weights.UNIFORM, Objective.SIZE).program();
  }

  private static void assertSame(Policy expected, Policy actual, String what) throws Exception {
    Diagram diagram = new Diagram();
    assertEquals(
        PolicyDiagram.of(diagram, expected), PolicyDiagram.of(diagram, actual), () -> what);
  }

  @Test
  void whatWasCompiledComesBackAsItself() throws Exception {
    for (long seed = 0; seed < 60; seed++) {
      Policy policy = new RandomPolicies(new SplittableRandom(seed)).policy(12);
      LiftedPolicy lifted = ProgramToPolicy.lift(compiled(policy), null);
      String what = "seed " + seed + "\n" + Policies.print(policy);
      assertSame(policy, lifted.policy(), what);
      assertEquals(List.of(), lifted.notes(), what);
      String printed = Policies.print(lifted.policy());
      assertSame(policy, Policies.parse("lifted", printed), what + printed);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sys_read: 1\nsys_write: fd in {1, 2}\n",
        "sys_openat: dfd == AT_FDCWD && (flags & ~(O_DIRECTORY | O_CLOEXEC)) == 0\n",
        "sys_pread64: count <= 4096 && pos <= 65535\n",
        "sys_socket: family == AF_UNIX -> errno(EACCES)\nsys_socket: 1\n",
        "sys_clone3: 1 -> errno(ENOSYS)\n",
        "nr(900): arg0 == 7\n",
      })
  void readsAsAPersonWouldWriteIt(String rules) throws Exception {
    String text = "# winnow policy 1\narch x86_64\ndefault errno(EPERM)\n" + rules;
    Policy policy = Policies.parse("test", text);
    assertEquals(text, Policies.print(ProgramToPolicy.lift(compiled(policy), null).policy()));
  }

  /** A program of any origin is refused, or its policy decides as it does wherever it says so. */
  @Test
  void randomProgramsAreRefusedOrExact() throws Exception {
    int exact = 0;
    for (long seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Program body = RandomPrograms.next(random, 3 + random.nextInt(8));
      if (multiplies(body)) {
        continue;
      }
      LiftedPolicy lifted;
      try {
        lifted = ProgramToPolicy.lift(body, random.nextBoolean() ? Arch.X86_64 : null);
      } catch (LiftException e) {
        continue;
      }
      exact++;
      Interpreter interpreter = new Interpreter(body);
      RandomPolicies events = new RandomPolicies(random);
      for (int i = 0; i < 100; i++) {
        SeccompData event = events.event();
        if (event.arch() == X86_64 && event.number() >= 0) {
          int returned = interpreter.run(Interpreter.words(event));
          assertEquals(
              Action.ofReturnValue(returned),
              Evaluator.decide(lifted.policy(), event),
              () -> event + " " + body);
        }
      }
    }
    assertTrue(exact > 50, exact + " of 300 were lifted");
  }

  /** Products of unknowns are refused too, but only once the diagram has met its limit. */
  private static boolean multiplies(Program program) {
    return program.instructions().stream()
        .anyMatch(i -> i.code() == MUL_X || i.code() == DIV_X || i.code() == DIV_K);
  }

  @Test
  void aConstantProgramIsAPolicyWithoutRules() throws Exception {
    assertEquals(
        "# winnow policy 1\narch x86_64\ndefault allow\nforeign allow\n", lifted(ret(ALLOW)));
  }

  @Test
  void x32NumbersAndNegativeOnesAreWhatTheProgramMakesOfThem() throws Exception {
    assertEquals(
        """
        # winnow policy 1
        # the program answers x86_64 numbers that no kernel carries out, which here are foreign: \
        0x80000000 to 0xffffffff: errno(EPERM)
        arch x86_64
        default errno(EPERM)
        sys_write: 1

        arch x32
        default errno(EPERM)
        """,
        lifted(
            load(4),
            jump(JEQ_K, X86_64, 0, 3),
            load(0),
            jump(JEQ_K, 1, 2, 0),
            ret(EPERM),
            ret(KILL),
            ret(ALLOW)));
  }

  @Test
  void upperHalvesOf32BitArgumentsAreTakenAsZero() throws Exception {
    String text =
        lifted(
            load(4),
            jump(JEQ_K, I386, 0, 5),
            load(0),
            jump(JEQ_K, 4, 0, 3),
            load(20),
            jump(JEQ_K, 0, 0, 1),
            ret(ALLOW),
            ret(KILL));
    assertTrue(text.contains("# the program looks at the upper halves of i386 arguments"), text);
    assertTrue(text.endsWith("arch i386\ndefault kill_process\nsys_write: 1\n"), text);
  }

  @Test
  void comparisonsOf64BitsStay64Bits() throws Exception {
    String text =
        lifted(
            load(4),
            jump(JEQ_K, X86_64, 0, 7),
            load(0),
            jump(JEQ_K, 1, 0, 5),
            load(20),
            jump(JEQ_K, 0, 0, 3),
            load(16),
            jump(JEQ_K, 2, 0, 1),
            ret(ALLOW),
            ret(KILL));
    assertTrue(text.endsWith("sys_write: fd:64 == 2\n"), text);
  }

  @Test
  void detailsOfReturnValuesAreNoted() throws Exception {
    Program program =
        new Program(
            load(0),
            jump(JEQ_K, 1, 0, 1),
            ret(0x30007),
            jump(JEQ_K, 2, 0, 1),
            ret(0x12345678),
            ret(0x5ffff));
    LiftedPolicy lifted = ProgramToPolicy.lift(program, Arch.X86_64);
    assertEquals(
        List.of(
            "only what the program does on x86_64; it was not asked about others",
            "the program answers x86_64 numbers that no kernel carries out, which here are"
                + " foreign: 0x80000000 to 0xffffffff: errno(4095)",
            "the program's traps tell the SIGSYS handler numbers (si_errno), which here are 0: 7",
            "return values, written as what the kernel does: 0x0005ffff as errno(4095), 0x12345678"
                + " as kill_process"),
        lifted.notes());
    assertEquals(lifted.notes(), lifted.policy().remarks());
    String text = Policies.print(lifted.policy());
    assertTrue(text.contains("sys_write: 1 -> trap\nsys_open: 1 -> kill_process\n"), text);
  }

  @Test
  void whatNoPolicySaysIsRefused() {
    String byNumber = refused(load(0), jump(JEQ_K, 1, 0, 1), ret(ALLOW), ret(KILL));
    assertTrue(byNumber.contains("does not look at the architecture"), byNumber);

    String pointer =
        refused(
            load(4),
            jump(JEQ_K, X86_64, 0, 5),
            load(0),
            jump(JEQ_K, 1, 0, 3),
            load(8),
            jump(JSET_K, 1, 0, 1),
            ret(ALLOW),
            ret(KILL));
    assertEquals(
        "what the program does with x86_64 write depends on the instruction pointer, which a policy"
            + " cannot say",
        pointer);

    String unheardOf = refused(load(4), jump(JEQ_K, 0xc0009026, 0, 1), ret(ALLOW), ret(KILL));
    assertTrue(unheardOf.contains("architecture 0xc0009026, which winnow has no table"), unheardOf);

    String ranges =
        refused(
            load(4),
            jump(JEQ_K, X86_64, 0, 3),
            load(0),
            jump(JGE_K, 0x20000, 1, 0),
            ret(ALLOW),
            ret(KILL));
    assertTrue(ranges.contains("above the table's highest"), ranges);

    String bits =
        refused(
            load(4),
            jump(JEQ_K, X86_64, 0, 3),
            load(0),
            jump(JSET_K, 1, 1, 0),
            ret(ALLOW),
            ret(KILL));
    assertTrue(bits.contains("it tests their bits"), bits);

    String arguments =
        refused(
            load(4),
            jump(JEQ_K, X86_64, 0, 3),
            load(16),
            jump(JEQ_K, 1, 1, 0),
            ret(ALLOW),
            ret(KILL));
    assertTrue(arguments.contains("looks at the arguments of all numbers above"), arguments);
  }
}

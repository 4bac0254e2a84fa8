package dev.winnow.test.oracle;

import static dev.winnow.minimizer.bpf.Opcode.DIV_X;
import static dev.winnow.minimizer.bpf.Opcode.JEQ_K;
import static dev.winnow.minimizer.bpf.Opcode.LD_ABS;
import static dev.winnow.minimizer.bpf.Opcode.RET_A;
import static dev.winnow.minimizer.bpf.Opcode.RET_K;
import static dev.winnow.minimizer.bpf.Opcode.TAX;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What the oracle can be asked, and what this kernel says. */
class KernelOracleTest {
  private static final int X86_64 = Arch.X86_64.auditToken();
  private static final int I386 = Arch.I386.auditToken();
  private static final Program RETURN_ARGUMENT_HIGH =
      new Program(Instruction.of(LD_ABS, 20), Instruction.of(RET_A, 0));

  private static Instruction ret(Action action) {
    return Instruction.of(RET_K, action.returnValue());
  }

  private static Program allowAll() {
    return new Program(ret(Action.ALLOW));
  }

  @Test
  void nothingIsCarriedOutAndTheReturnIsNamed() throws IOException {
    Program onlyGetpid =
        new Program(
            Instruction.of(LD_ABS, 0),
            new Instruction(JEQ_K, 0, 1, 39),
            ret(Action.ALLOW),
            ret(Action.KILL_PROCESS));
    List<SeccompData> events = new ArrayList<>();
    for (int number : new int[] {39, 57, 59, 60, 62, 231, 15, 34, -1, -2}) {
      events.add(SeccompData.of(X86_64, number));
    }
    try (KernelOracle oracle = KernelOracle.start(64)) {
      Verdicts verdicts = oracle.verdicts(onlyGetpid, events);
      assertEquals(events.size(), verdicts.count());
      assertEquals(2, verdicts.instruction(0));
      assertEquals(Action.ALLOW.returnValue(), verdicts.value(0));
      for (int i = 1; i < events.size(); i++) {
        assertEquals(3, verdicts.instruction(i), events.get(i)::toString);
        assertEquals(Action.KILL_PROCESS.returnValue(), verdicts.value(i));
      }
    }
  }

  /**
   * {@code int $0x80} in a 64-bit process: the call itself takes the lower halves, but the filter
   * sees whole registers. So a filter must not look at upper halves of i386 events: an attacker
   * chooses them, and the kernel ignores them. Numbers have 32 bits either way.
   */
  @Test
  void int80FromA64BitProcessKeepsTheUpperHalves() throws IOException {
    SeccompData event = SeccompData.of(I386, 4, 0x1234567800000001L);
    try (KernelOracle oracle = KernelOracle.start(64)) {
      assertEquals(0x12345678, oracle.verdicts(RETURN_ARGUMENT_HIGH, List.of(event)).value(0));
    }
    try (KernelOracle oracle = KernelOracle.start(32)) {
      assertTrue(!oracle.canIssue(event));
      SeccompData low = SeccompData.of(I386, 4, 1);
      assertEquals(0, oracle.verdicts(RETURN_ARGUMENT_HIGH, List.of(low)).value(0));
    }
  }

  /** On x86-64 these are uretprobe and uprobe; on i386, rt_tgsigqueueinfo and perf_event_open. */
  @Test
  void numbersThatKernelsRunPastEveryFilterAreRefused() throws IOException {
    for (int number : new int[] {335, 336}) {
      try (KernelOracle oracle = KernelOracle.start(64)) {
        List<SeccompData> native64 = List.of(SeccompData.of(X86_64, number));
        assertThrows(IllegalArgumentException.class, () -> oracle.verdicts(allowAll(), native64));
        List<SeccompData> others =
            List.of(SeccompData.of(X86_64, number | Arch.X32_BIT), SeccompData.of(I386, number));
        Verdicts verdicts = oracle.verdicts(allowAll(), others);
        assertEquals(0, verdicts.instruction(0));
        assertEquals(0, verdicts.instruction(1));
      }
    }
  }

  @Test
  void eventsOfOtherMachinesAreRefused() throws IOException {
    try (KernelOracle oracle = KernelOracle.start(64)) {
      List<SeccompData> aarch64 = List.of(SeccompData.of(0xc00000b7, 0));
      assertThrows(IllegalArgumentException.class, () -> oracle.verdicts(allowAll(), aarch64));
    }
    try (KernelOracle oracle = KernelOracle.start(32)) {
      List<SeccompData> wide = List.of(SeccompData.of(X86_64, 0));
      assertThrows(IllegalArgumentException.class, () -> oracle.verdicts(allowAll(), wide));
    }
  }

  @Test
  void theInstructionPointerIsTheOneThatWasPromised() throws IOException {
    Program program = new Program(Instruction.of(LD_ABS, 8), Instruction.of(RET_A, 0));
    for (int bits : new int[] {64, 32}) {
      try (KernelOracle oracle = KernelOracle.start(bits)) {
        SeccompData event = SeccompData.of(bits == 64 ? X86_64 : I386, 1);
        SeccompData issued = oracle.issued(event);
        int value = oracle.verdicts(program, List.of(issued)).value(0);
        assertEquals((int) issued.instructionPointer(), value);
        assertThrows(
            IllegalArgumentException.class, () -> oracle.verdicts(program, List.of(event)));
      }
    }
  }

  @Test
  void aDivisionByZeroReturnsZeroWhichKills() throws IOException {
    Program program =
        new Program(
            Instruction.of(LD_ABS, 16),
            Instruction.of(TAX, 0),
            Instruction.of(DIV_X, 0),
            ret(Action.ALLOW));
    try (KernelOracle oracle = KernelOracle.start(64)) {
      List<SeccompData> events =
          List.of(SeccompData.of(X86_64, 1), SeccompData.of(X86_64, 1, 2), SeccompData.of(I386, 1));
      Verdicts verdicts = oracle.verdicts(program, events);
      assertEquals(Verdicts.NO_RETURN, verdicts.instruction(0));
      assertEquals(0, verdicts.value(0));
      assertEquals(3, verdicts.instruction(1));
      assertEquals(Verdicts.NO_RETURN, verdicts.instruction(2));
    }
  }

  /** Every operation that seccomp has, in programs that no compiler would write. */
  @Test
  void randomProgramsDoWhatTheInterpreterSays() throws IOException {
    try (KernelOracle oracle = KernelOracle.start(64)) {
      for (long seed = 0; seed < 250; seed++) {
        RandomGenerator random = new SplittableRandom(seed);
        Program program = RandomPrograms.next(random, 2 + random.nextInt(25));
        Interpreter interpreter = new Interpreter(program);
        List<SeccompData> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          int number = random.nextInt(12) - 2;
          long arg = random.nextBoolean() ? random.nextInt(10) : random.nextLong();
          int token = random.nextInt(5) > 0 ? X86_64 : I386;
          events.add(oracle.issued(SeccompData.of(token, number, arg, random.nextInt(3))));
        }
        Verdicts verdicts = oracle.verdicts(program, events);
        for (int i = 0; i < events.size(); i++) {
          int value = interpreter.run(Interpreter.words(events.get(i)));
          String where = "seed " + seed + ", " + events.get(i);
          assertEquals(value, verdicts.value(i), where);
          boolean returns = program.get(interpreter.last()).returns();
          int expected = returns ? interpreter.last() : Verdicts.NO_RETURN;
          assertEquals(expected, verdicts.instruction(i), where);
        }
      }
    }
  }
}

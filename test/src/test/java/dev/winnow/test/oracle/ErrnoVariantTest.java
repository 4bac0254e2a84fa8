package dev.winnow.test.oracle;

import static dev.winnow.minimizer.bpf.Opcode.LD_ABS;
import static dev.winnow.minimizer.bpf.Opcode.RET_A;
import static dev.winnow.minimizer.bpf.Opcode.RET_K;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.SeccompData;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ErrnoVariantTest {
  private static final int ERRNO = 0x00050000;

  @Test
  void constantsBecomeErrnosInTheirPlace() {
    Program program =
        new Program(
            Instruction.of(LD_ABS, 0),
            new Instruction(0x15, 0, 1, 39),
            Instruction.of(RET_K, 0x7fff0000),
            Instruction.of(RET_K, 0x80000000));
    ErrnoVariant variant = new ErrnoVariant(program);
    Program expected =
        new Program(
            program.get(0),
            program.get(1),
            Instruction.of(RET_K, ERRNO | 1),
            Instruction.of(RET_K, ERRNO | 2));
    assertEquals(List.of(expected), variant.passes());
    assertEquals(2, variant.instruction(1));
    assertEquals(0x80000000, variant.value(2));
    assertEquals(0, variant.value(0));
  }

  /** All random programs, those that return A among them, told from their codes alone. */
  @Test
  void codesTellReturnAndValue() {
    for (long seed = 0; seed < 300; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      Program program = RandomPrograms.next(random, 2 + random.nextInt(20));
      ErrnoVariant variant = new ErrnoVariant(program);
      Interpreter interpreter = new Interpreter(program);
      for (int i = 0; i < 30; i++) {
        int[] words = Interpreter.words(SeccompData.of(random.nextInt(4), random.nextInt(4)));
        int value = interpreter.run(words);
        int[] codes =
            variant.passes().stream()
                .mapToInt(pass -> new Interpreter(pass).run(words) & 0xffff)
                .toArray();
        assertEquals(value, variant.value(codes), "seed " + seed);
        boolean returns = program.get(interpreter.last()).returns();
        int expected = returns ? interpreter.last() : Verdicts.NO_RETURN;
        assertEquals(expected, variant.instruction(codes[0]), "seed " + seed);
      }
    }
  }

  @Test
  void noCodeIsOneThatTheKernelActsOn() {
    ErrnoVariant variant =
        new ErrnoVariant(new Program(Collections.nCopies(4090, Instruction.of(RET_K, 0))));
    for (Instruction i : variant.passes().getFirst().instructions()) {
      int errno = i.k() & 0xffff;
      assertTrue(i.k() >>> 16 == 5 && errno >= 1 && errno <= 4095, "errno " + errno);
      assertTrue(errno < 512 || errno > 516, "errno " + errno);
    }
  }

  @Test
  void moreReturnsThanErrnosAreRefused() {
    Program program = new Program(Collections.nCopies(4091, Instruction.of(RET_K, 0)));
    assertThrows(IllegalArgumentException.class, () -> new ErrnoVariant(program));
    Program tooLong = new Program(Collections.nCopies(140, Instruction.of(RET_A, 0)));
    assertThrows(IllegalArgumentException.class, () -> new ErrnoVariant(tooLong));
  }
}

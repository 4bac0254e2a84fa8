package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.policy.SeccompData;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterpreterTest {
  private static final SeccompData EVENT =
      new SeccompData(
          257, 0xc000003e, 0x1122334455667788L, List.of(1L, -2L, 3L << 32 | 4, 5L, 6L, 7L << 40));

  private static Instruction of(int code, int k) {
    return Instruction.of(code, k);
  }

  private static int value(Instruction... instructions) {
    return new Interpreter(new Program(instructions)).run(Interpreter.words(EVENT));
  }

  @Test
  void loadsWordsLowBeforeHigh() {
    int[] expected = {
      257, 0xc000003e, 0x55667788, 0x11223344, 1, 0, -2, -1, 4, 3, 5, 0, 6, 0, 0, 7 << 8
    };
    for (int word = 0; word < 16; word++) {
      assertEquals(expected[word], value(of(LD_ABS, 4 * word), of(RET_A, 0)), "word " + word);
    }
  }

  @Test
  void registersAndMemory() {
    Instruction ret = of(RET_A, 0);
    assertEquals(0, value(ret));
    assertEquals(0, value(of(TXA, 0), ret));
    assertEquals(64, value(of(LD_LEN, 0), ret));
    assertEquals(64, value(of(LDX_LEN, 0), of(TXA, 0), ret));
    assertEquals(-5, value(of(LD_IMM, -5), ret));
    assertEquals(9, value(of(LDX_IMM, 9), of(TXA, 0), ret));
    assertEquals(8, value(of(LD_IMM, 8), of(TAX, 0), of(LD_IMM, 1), of(TXA, 0), ret));
    assertEquals(3, value(of(LD_IMM, 3), of(ST, 15), of(LD_IMM, 1), of(LD_MEM, 15), ret));
    assertEquals(4, value(of(LDX_IMM, 4), of(STX, 0), of(LD_MEM, 0), ret));
    assertEquals(
        7, value(of(LD_IMM, 7), of(ST, 2), of(LDX_MEM, 2), of(LD_IMM, 0), of(TXA, 0), ret));
    assertEquals(0x7fff0000, value(of(LD_IMM, 7), of(RET_K, 0x7fff0000)));
  }

  @Test
  void divisionByAZeroIndexReturnsZero() {
    assertEquals(0, value(of(LD_IMM, 7), of(DIV_X, 0), of(RET_K, 5)));
  }

  @Test
  void jumpsAreUnsigned() {
    record Case(int k, int x, int a, boolean holds) {}
    for (Case c :
        List.of(
            new Case(JEQ_K, JEQ_X, 5, false),
            new Case(JEQ_K, JEQ_X, -7, true),
            new Case(JGT_K, JGT_X, -7, false),
            new Case(JGT_K, JGT_X, -6, true),
            new Case(JGT_K, JGT_X, 5, false),
            new Case(JGE_K, JGE_X, -7, true),
            new Case(JGE_K, JGE_X, -8, false),
            new Case(JGE_K, JGE_X, 0x7fffffff, false),
            new Case(JSET_K, JSET_X, 6, false),
            new Case(JSET_K, JSET_X, 8, true))) {
      int expected = c.holds ? 1 : 2;
      Instruction load = of(LD_IMM, c.a);
      Instruction[] ends = {of(RET_K, 1), of(RET_K, 2)};
      assertEquals(
          expected, value(load, new Instruction(c.k, 0, 1, -7), ends[0], ends[1]), c.toString());
      assertEquals(
          expected,
          value(load, of(LDX_IMM, -7), new Instruction(c.x, 0, 1, 0), ends[0], ends[1]),
          c.toString());
    }
    assertEquals(3, value(of(JA, 1), of(RET_K, 2), of(RET_K, 3)));
  }

  /** Against unbounded integers, reduced modulo 2^32 at the end. */
  @Test
  void arithmeticIsModuloTwoToThe32() {
    SplittableRandom random = new SplittableRandom(7);
    int[] corners = {0, 1, 31, 32, 33, 0x7fffffff, 0x80000000, -1};
    for (int round = 0; round < 400; round++) {
      int a = round < 64 ? corners[round % 8] : random.nextInt();
      int b = round < 64 ? corners[round / 8] : random.nextInt();
      for (int code :
          new int[] {ADD_X, SUB_X, MUL_X, DIV_X, OR_X, AND_X, XOR_X, LSH_X, RSH_X, NEG}) {
        if (code == DIV_X && b == 0) {
          continue;
        }
        String what = "%s %#x %#x".formatted(name(code), a, b);
        int expected = exact(code, a, b);
        assertEquals(
            expected, value(of(LDX_IMM, b), of(LD_IMM, a), of(code, 0), of(RET_A, 0)), what);
        boolean shift = code == LSH_X || code == RSH_X;
        if (code != NEG && !(shift && Integer.compareUnsigned(b, 31) > 0)) {
          assertEquals(expected, value(of(LD_IMM, a), of(code & ~8, b), of(RET_A, 0)), what);
        }
      }
    }
  }

  private static int exact(int code, int a, int b) {
    BigInteger x = BigInteger.valueOf(Integer.toUnsignedLong(a));
    BigInteger y = BigInteger.valueOf(Integer.toUnsignedLong(b));
    int shift = b % 32 < 0 ? b % 32 + 32 : b % 32;
    BigInteger exact =
        switch (code) {
          case ADD_X -> x.add(y);
          case SUB_X -> x.subtract(y);
          case MUL_X -> x.multiply(y);
          case DIV_X -> x.divide(y);
          case OR_X -> x.or(y);
          case AND_X -> x.and(y);
          case XOR_X -> x.xor(y);
          case LSH_X -> x.shiftLeft(shift);
          case RSH_X -> x.shiftRight(shift);
          default -> x.negate();
        };
    return exact.intValue();
  }

  @Test
  void traceNamesTheInstructionsOnTheWay() {
    Interpreter interpreter =
        new Interpreter(
            new Program(
                of(LD_ABS, 0),
                new Instruction(JEQ_K, 0, 1, 257),
                of(JA, 1),
                of(RET_K, 1),
                of(RET_K, 2)));
    assertEquals(new Interpreter.Execution(2, List.of(0, 1, 2, 4)), interpreter.trace(EVENT));
    assertEquals(4, interpreter.executed());
    assertEquals(4, interpreter.last());
  }

  @Test
  void refusesWhatTheKernelRefuses() {
    Program endless = new Program(of(JA, -1), of(RET_K, 0));
    assertThrows(IllegalArgumentException.class, () -> new Interpreter(endless));
  }
}

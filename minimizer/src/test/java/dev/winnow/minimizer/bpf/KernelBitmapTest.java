package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class KernelBitmapTest {
  private static final int ALLOW = 0x7fff0000;
  private static final int X86_64 = 0xc000003e;

  private static Instruction of(int code, int k) {
    return Instruction.of(code, k);
  }

  private static boolean decides(Instruction... instructions) {
    return KernelBitmap.decides(new Program(instructions), X86_64, 39);
  }

  @Test
  void onlyAPlainAllowCounts() {
    assertEquals(true, decides(of(RET_K, ALLOW)));
    assertEquals(false, decides(of(RET_K, ALLOW | 1)));
    assertEquals(false, decides(of(RET_K, 0x7ffc0000)));
    assertEquals(false, decides(of(LD_IMM, ALLOW), of(RET_A, 0)));
  }

  @Test
  void numberAndArchitectureMayBeLoadedAndNothingElse() {
    for (int offset = 0; offset < 64; offset += 4) {
      assertEquals(offset < 8, decides(of(LD_ABS, offset), of(RET_K, ALLOW)), "offset " + offset);
    }
  }

  @Test
  void whatTheKernelFollows() {
    Instruction allow = of(RET_K, ALLOW);
    Instruction deny = of(RET_K, 0);
    Instruction nr = of(LD_ABS, 0);
    assertEquals(true, decides(nr, of(AND_K, 7), new Instruction(JEQ_K, 0, 1, 7), allow, deny));
    assertEquals(true, decides(nr, new Instruction(JGE_K, 0, 1, 39), allow, deny));
    assertEquals(false, decides(nr, new Instruction(JGT_K, 0, 1, 39), allow, deny));
    assertEquals(true, decides(nr, new Instruction(JSET_K, 1, 0, 32), deny, allow));
    assertEquals(true, decides(of(LD_ABS, 4), new Instruction(JGE_K, 0, 1, X86_64), allow, deny));
    assertEquals(true, decides(of(JA, 1), deny, allow));
  }

  @Test
  void whatTheKernelGivesUpOn() {
    for (Instruction i :
        new Instruction[] {
          of(ST, 0),
          of(TAX, 0),
          of(OR_K, 0),
          of(RSH_K, 0),
          of(LD_IMM, 0),
          of(LD_LEN, 0),
          of(NEG, 0),
          new Instruction(JEQ_X, 0, 0, 0)
        }) {
      assertEquals(false, decides(i, of(RET_K, ALLOW)), i.toString());
    }
  }

  @Test
  void argumentLoadsOffThePathDoNoHarm() {
    assertEquals(
        true,
        decides(of(LD_ABS, 0), new Instruction(JEQ_K, 1, 0, 39), of(LD_ABS, 16), of(RET_K, ALLOW)));
  }

  @Test
  void programsMustEnd() {
    assertThrows(IllegalArgumentException.class, () -> decides(of(LD_ABS, 0)));
  }
}

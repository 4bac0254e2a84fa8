package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.winnow.minimizer.bpf.KernelRules.Refusal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelRulesTest {
  private static final Instruction RETURN = Instruction.of(RET_K, 0);

  private static void accepts(Instruction... instructions) {
    assertEquals(Optional.empty(), KernelRules.check(new Program(instructions)));
  }

  private static void refuses(int at, String reason, Instruction... instructions) {
    assertEquals(
        Optional.of(new Refusal(at, reason)), KernelRules.check(new Program(instructions)));
  }

  private static Instruction branch(int jt, int jf) {
    return new Instruction(JEQ_K, jt, jf, 7);
  }

  @Test
  void length() {
    accepts(RETURN);
    refuses(-1, "0 instructions; the kernel takes 1 to 4096");
    List<Instruction> most = new ArrayList<>(Collections.nCopies(4096, RETURN));
    assertEquals(Optional.empty(), KernelRules.check(new Program(most)));
    most.add(RETURN);
    assertEquals(
        Optional.of(new Refusal(-1, "4097 instructions; the kernel takes 1 to 4096")),
        KernelRules.check(new Program(most)));
  }

  @Test
  void operations() {
    refuses(0, "seccomp has no opcode 0x94", Instruction.of(0x94, 3), RETURN);
    refuses(0, "seccomp has no opcode 0x28", Instruction.of(0x28, 0), RETURN);
  }

  @Test
  void loads() {
    accepts(Instruction.of(LD_ABS, 0), Instruction.of(LD_ABS, 60), RETURN);
    refuses(
        0, "loads offset 64; struct seccomp_data has 64 bytes", Instruction.of(LD_ABS, 64), RETURN);
    refuses(0, "loads offset 18; words lie at multiples of 4", Instruction.of(LD_ABS, 18), RETURN);
    refuses(
        1,
        "loads offset 4294967292; struct seccomp_data has 64 bytes",
        Instruction.of(LD_ABS, 0),
        Instruction.of(LD_ABS, -4),
        RETURN);
  }

  @Test
  void jumps() {
    accepts(branch(0, 0), RETURN);
    accepts(branch(1, 0), RETURN, RETURN);
    refuses(0, "branches over 1 instructions; 1 follow", branch(0, 1), RETURN);
    refuses(0, "branches over 255 instructions; 1 follow", branch(255, 0), RETURN);
    accepts(Instruction.of(JA, 1), RETURN, RETURN);
    refuses(0, "jumps over 1 instructions; 1 follow", Instruction.of(JA, 1), RETURN);
    refuses(0, "jumps over 4294967295 instructions; 1 follow", Instruction.of(JA, -1), RETURN);
  }

  @Test
  void constants() {
    accepts(Instruction.of(LSH_K, 31), Instruction.of(DIV_K, -1), RETURN);
    refuses(0, "shift by 32 bits", Instruction.of(RSH_K, 32), RETURN);
    refuses(0, "shift by 4294967295 bits", Instruction.of(LSH_K, -1), RETURN);
    refuses(0, "division by 0", Instruction.of(DIV_K, 0), RETURN);
    refuses(0, "M[16] is not M[0] to M[15]", Instruction.of(ST, 16), RETURN);
  }

  @Test
  void theEnd() {
    refuses(0, "the last instruction must return", Instruction.of(LD_ABS, 0));
    refuses(1, "the last instruction must return", RETURN, Instruction.of(LD_ABS, 0));
    accepts(Instruction.of(LD_ABS, 0), Instruction.of(RET_A, 0));
  }

  @Test
  void memoryIsWrittenBeforeItIsRead() {
    Instruction write = Instruction.of(ST, 3);
    Instruction read = Instruction.of(LD_MEM, 3);
    accepts(write, read, RETURN);
    accepts(Instruction.of(STX, 3), branch(0, 1), Instruction.of(LDX_MEM, 3), RETURN);
    refuses(0, "reads M[3], which some path has not written", read, RETURN);
    refuses(2, "reads M[3], which some path has not written", branch(0, 1), write, read, RETURN);
    accepts(branch(0, 2), write, Instruction.of(JA, 1), write, read, RETURN);
  }

  /** The kernel meets the fall-through of a return too, although nothing falls through. */
  @Test
  void aReturnDoesNotRestartTheMemoryCheck() {
    refuses(
        4,
        "reads M[0], which some path has not written",
        branch(0, 1),
        RETURN,
        Instruction.of(LD_ABS, 0),
        Instruction.of(ST, 1),
        Instruction.of(LD_MEM, 0),
        RETURN);
    refuses(
        5,
        "reads M[0], which some path has not written",
        branch(0, 2),
        Instruction.of(ST, 0),
        Instruction.of(JA, 1),
        RETURN,
        Instruction.of(LD_ABS, 0),
        Instruction.of(LD_MEM, 0),
        RETURN);
  }

  @Test
  void requireNamesTheInstruction() {
    Program bad = new Program(Instruction.of(DIV_K, 0), RETURN);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KernelRules.require(bad));
    assertEquals("the kernel refuses this program: instruction 0: division by 0", e.getMessage());
  }
}

package dev.winnow.minimizer.bpf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.winnow.minimizer.RandomPrograms;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DisassemblerTest {
  @Test
  void namesWhatIsLoadedComparedAndReturned() {
    Program program =
        new Program(
            Instruction.of(Opcode.LD_ABS, 4),
            new Instruction(Opcode.JEQ_K, 0, 6, 0xC000003E),
            Instruction.of(Opcode.LD_ABS, 0),
            new Instruction(Opcode.JEQ_K, 3, 0, 0),
            new Instruction(Opcode.JGE_K, 3, 0, 0x40000000),
            Instruction.of(Opcode.LD_ABS, 28),
            new Instruction(Opcode.JSET_K, 1, 0, 0xff),
            Instruction.of(Opcode.RET_K, 0x7fff0000),
            Instruction.of(Opcode.RET_K, 0x80000000),
            Instruction.of(Opcode.RET_K, 0x00050026));
    assertEquals(
        """
           0        ld   [4]                                  # arch
           1        jeq  0xc000003e, next, L8                 # x86_64
           2        ld   [0]                                  # nr
           3        jeq  0, L7, next                          # read
           4        jge  0x40000000, L8, next                 # read
           5        ld   [28]                                 # arg1, high, of %d syscalls
           6        jset 0xff, L8, next
           7 L7:    ret  allow
           8 L8:    ret  kill_process
           9        ret  errno(ENOSYS)
        """
            .formatted(SyscallTable.of(Arch.X86_64).all().size() - 1),
        Disassembler.listing(program));
  }

  /** Two syscalls of one range share a block; behind it one of them goes on alone. */
  @Test
  void namesTheSyscallsThatABlockServes() {
    Program program =
        new Program(
            Instruction.of(Opcode.LD_ABS, 4),
            new Instruction(Opcode.JEQ_K, 0, 7, 0xC000003E),
            Instruction.of(Opcode.LD_ABS, 0),
            new Instruction(Opcode.JGE_K, 5, 0, 2),
            Instruction.of(Opcode.LD_ABS, 16),
            new Instruction(Opcode.JEQ_K, 3, 0, 7),
            Instruction.of(Opcode.LD_ABS, 0),
            new Instruction(Opcode.JEQ_K, 0, 1, 1),
            Instruction.of(Opcode.LD_ABS, 20),
            Instruction.of(Opcode.RET_K, 0));
    assertEquals(
        "   4        ld   [16]                                 # arg0, low, of read and write",
        Disassembler.lines(program).get(4));
    assertEquals(
        "   8        ld   [20]                                 # arg0, high, of write",
        Disassembler.lines(program).get(8));
  }

  @Test
  void readsWhatTheKernelWouldRefuse() {
    Program program =
        new Program(
            Instruction.of(Opcode.LD_ABS, 3),
            Instruction.of(Opcode.JA, -1),
            Instruction.of(Opcode.ADD_X, 0),
            Instruction.of(Opcode.LD_MEM, 2),
            Instruction.of(Opcode.RET_K, 0x12345678));
    assertEquals(
        """
           0        ld   [3]                                  # no word
           1        jmp  past the end
           2        add  x
           3        ld   M[2]
           4        ret  0x12345678 (no action: kill_process)
        """,
        Disassembler.listing(program));
  }

  /** (return value, what the kernel does). */
  @Test
  void actionsAreWhatTheKernelMakesOfAValue() {
    Object[][] table = {
      {0x7fff0000, "allow"},
      {0x7fff0001, "allow (0x7fff0001)"},
      {0x00050000, "errno(0)"},
      {0x00050fff, "errno(4095)"},
      {0x0005ffff, "errno(4095) (0x0005ffff)"},
      {0x7ff0ffff, "trace(65535)"},
      {0x00000000, "kill_thread"},
      {0x80000000, "kill_process"},
      {0x12340000, "0x12340000 (no action: kill_process)"},
    };
    for (Object[] pair : table) {
      assertEquals(pair[1], Disassembler.action((int) pair[0]));
    }
  }

  @Test
  void everyProgramHasALinePerInstruction() {
    for (long seed = 0; seed < 300; seed++) {
      Program program = RandomPrograms.next(new SplittableRandom(seed), 30);
      assertEquals(program.size(), Disassembler.lines(program).size());
    }
  }
}

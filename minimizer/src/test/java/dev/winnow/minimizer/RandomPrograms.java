package dev.winnow.minimizer;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Programs of every operation that seccomp knows, on few words and small constants. */
public final class RandomPrograms {
  private static final int[] CODES = {
    LD_ABS, LD_ABS, LD_LEN, LD_IMM, LD_MEM, LDX_LEN, LDX_IMM, LDX_MEM, ST, STX, ADD_K, ADD_X, SUB_K,
    SUB_X, MUL_K, MUL_X, DIV_K, DIV_X, OR_K, OR_X, AND_K, AND_K, AND_X, LSH_K, LSH_X, RSH_K, RSH_X,
    NEG, XOR_K, XOR_X, JA, JEQ_K, JEQ_X, JGT_K, JGT_X, JGE_K, JGE_X, JSET_K, JSET_X, TAX, TXA, RET_K
  };

  private RandomPrograms() {}

  /** A program that the kernel accepts. */
  public static Program next(RandomGenerator random, int size) {
    while (true) {
      List<Instruction> instructions = new ArrayList<>();
      for (int pc = 0; pc < size - 1; pc++) {
        instructions.add(instruction(random, size - pc - 1));
      }
      int end = random.nextInt(4) == 0 ? RET_A : RET_K;
      instructions.add(Instruction.of(end, random.nextInt(3)));
      Program program = new Program(instructions);
      if (KernelRules.check(program).isEmpty()) {
        return program;
      }
    }
  }

  private static Instruction instruction(RandomGenerator random, int after) {
    int code = CODES[random.nextInt(CODES.length)];
    return switch (code) {
      case LD_ABS -> Instruction.of(code, 4 * random.nextInt(6));
      case LD_MEM, LDX_MEM, ST, STX -> Instruction.of(code, random.nextInt(3));
      case JA -> Instruction.of(code, random.nextInt(Math.min(after, 4)));
      case AND_K -> Instruction.of(code, random.nextInt(16));
      case LSH_K, RSH_K -> Instruction.of(code, random.nextInt(32));
      case DIV_K -> Instruction.of(code, 1 + random.nextInt(9));
      default ->
          isConditional(code)
              ? new Instruction(
                  code,
                  random.nextInt(Math.min(after, 5)),
                  random.nextInt(Math.min(after, 5)),
                  random.nextInt(9) - 1)
              : Instruction.of(code, random.nextInt(9) - 1);
    };
  }
}

package dev.winnow.minimizer.proof;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.Program;

/**
 * Which registers an instruction or one after it may read: masks by {@link SymbolicState}'s
 * numbers.
 */
final class Liveness {
  private static final int A = 1 << SymbolicState.A;
  private static final int X = 1 << SymbolicState.X;

  private final int[] before;

  private Liveness(int[] before) {
    this.before = before;
  }

  /** One pass from the end, since every jump goes forward. */
  static Liveness of(Program program) {
    int[] before = new int[program.size()];
    for (int pc = program.size() - 1; pc >= 0; pc--) {
      Instruction i = program.get(pc);
      before[pc] = (after(program, before, pc) & ~writes(i)) | reads(i);
    }
    return new Liveness(before);
  }

  int before(int pc) {
    return before[pc];
  }

  private static int after(Program program, int[] before, int pc) {
    Instruction i = program.get(pc);
    if (i.returns()) {
      return 0;
    }
    if (i.conditional()) {
      return before[pc + 1 + i.jt()] | before[pc + 1 + i.jf()];
    }
    return before[pc + 1 + (i.code() == JA ? i.k() : 0)];
  }

  private static int reads(Instruction i) {
    return switch (i.code()) {
      case LD_ABS, LD_LEN, LD_IMM, LDX_LEN, LDX_IMM, JA, RET_K -> 0;
      case LD_MEM, LDX_MEM -> memory(i.k());
      case STX, TXA -> X;
      case ADD_X, SUB_X, MUL_X, DIV_X, OR_X, AND_X, XOR_X, LSH_X, RSH_X -> A | X;
      case JEQ_X, JGT_X, JGE_X, JSET_X -> A | X;
      default -> A;
    };
  }

  private static int writes(Instruction i) {
    return switch (i.code()) {
      case LDX_LEN, LDX_IMM, LDX_MEM, TAX -> X;
      case ST, STX -> memory(i.k());
      case JA, RET_K, RET_A -> 0;
      default -> i.conditional() ? 0 : A;
    };
  }

  private static int memory(int word) {
    return 1 << (SymbolicState.M + word);
  }
}

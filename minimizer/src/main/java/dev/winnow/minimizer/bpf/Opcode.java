package dev.winnow.minimizer.bpf;

/**
 * The operations that seccomp accepts: the list in {@code seccomp_check_filter} (kernel/seccomp.c),
 * put together from class, size, mode, operation and source as in linux/bpf_common.h. A is the
 * accumulator, X the index register, M the 16 words of scratch memory; all are 32 bits.
 */
public final class Opcode {
  private static final int LD = 0x00;
  private static final int LDX = 0x01;
  private static final int ALU = 0x04;
  private static final int JMP = 0x05;
  private static final int RET = 0x06;
  private static final int MISC = 0x07;

  private static final int ABS = 0x20;
  private static final int MEM = 0x60;
  private static final int LEN = 0x80;

  private static final int X = 0x08;

  /** A = the word at offset k of {@code struct seccomp_data}. */
  public static final int LD_ABS = LD | ABS;

  /** A = sizeof(struct seccomp_data). */
  public static final int LD_LEN = LD | LEN;

  /** A = k. */
  public static final int LD_IMM = LD;

  /** A = M[k]. */
  public static final int LD_MEM = LD | MEM;

  /** X = sizeof(struct seccomp_data). */
  public static final int LDX_LEN = LDX | LEN;

  /** X = k. */
  public static final int LDX_IMM = LDX;

  /** X = M[k]. */
  public static final int LDX_MEM = LDX | MEM;

  /** M[k] = A. */
  public static final int ST = 0x02;

  /** M[k] = X. */
  public static final int STX = 0x03;

  public static final int ADD_K = ALU;
  public static final int ADD_X = ALU | X;
  public static final int SUB_K = ALU | 0x10;
  public static final int SUB_X = ALU | 0x10 | X;
  public static final int MUL_K = ALU | 0x20;
  public static final int MUL_X = ALU | 0x20 | X;
  public static final int DIV_K = ALU | 0x30;

  /** A = A / X, unsigned; with X = 0 the program returns 0. */
  public static final int DIV_X = ALU | 0x30 | X;

  public static final int OR_K = ALU | 0x40;
  public static final int OR_X = ALU | 0x40 | X;
  public static final int AND_K = ALU | 0x50;
  public static final int AND_X = ALU | 0x50 | X;
  public static final int LSH_K = ALU | 0x60;

  /** A = A &lt;&lt; (X & 31). */
  public static final int LSH_X = ALU | 0x60 | X;

  public static final int RSH_K = ALU | 0x70;

  /** A = A >>> (X & 31). */
  public static final int RSH_X = ALU | 0x70 | X;

  /** A = -A. */
  public static final int NEG = ALU | 0x80;

  public static final int XOR_K = ALU | 0xa0;
  public static final int XOR_X = ALU | 0xa0 | X;

  /** Skip k instructions. */
  public static final int JA = JMP;

  public static final int JEQ_K = JMP | 0x10;
  public static final int JEQ_X = JMP | 0x10 | X;

  /** Unsigned greater. */
  public static final int JGT_K = JMP | 0x20;

  public static final int JGT_X = JMP | 0x20 | X;

  /** Unsigned greater or equal. */
  public static final int JGE_K = JMP | 0x30;

  public static final int JGE_X = JMP | 0x30 | X;

  /** Any common bit. */
  public static final int JSET_K = JMP | 0x40;

  public static final int JSET_X = JMP | 0x40 | X;

  /** Return k. */
  public static final int RET_K = RET;

  /** Return A. */
  public static final int RET_A = RET | 0x10;

  /** X = A. */
  public static final int TAX = MISC;

  /** A = X. */
  public static final int TXA = MISC | 0x80;

  /** {@code sizeof(struct seccomp_data)} (linux/seccomp.h). */
  public static final int DATA_BYTES = 64;

  /** {@code BPF_MEMWORDS} (linux/filter.h). */
  public static final int MEMORY_WORDS = 16;

  private Opcode() {}

  /** Whether seccomp accepts the operation. */
  static boolean isKnown(int code) {
    return !name(code).isEmpty();
  }

  /** Whether the operation is a jump with two targets. */
  public static boolean isConditional(int code) {
    return switch (code) {
      case JEQ_K, JEQ_X, JGT_K, JGT_X, JGE_K, JGE_X, JSET_K, JSET_X -> true;
      default -> false;
    };
  }

  /** The kernel's own name of the operation (Documentation/networking/filter.rst), or "". */
  static String name(int code) {
    return switch (code) {
      case LD_ABS, LD_LEN, LD_IMM, LD_MEM -> "ld";
      case LDX_LEN, LDX_IMM, LDX_MEM -> "ldx";
      case ST -> "st";
      case STX -> "stx";
      case ADD_K, ADD_X -> "add";
      case SUB_K, SUB_X -> "sub";
      case MUL_K, MUL_X -> "mul";
      case DIV_K, DIV_X -> "div";
      case OR_K, OR_X -> "or";
      case AND_K, AND_X -> "and";
      case LSH_K, LSH_X -> "lsh";
      case RSH_K, RSH_X -> "rsh";
      case NEG -> "neg";
      case XOR_K, XOR_X -> "xor";
      case JA -> "jmp";
      case JEQ_K, JEQ_X -> "jeq";
      case JGT_K, JGT_X -> "jgt";
      case JGE_K, JGE_X -> "jge";
      case JSET_K, JSET_X -> "jset";
      case RET_K, RET_A -> "ret";
      case TAX -> "tax";
      case TXA -> "txa";
      default -> "";
    };
  }
}

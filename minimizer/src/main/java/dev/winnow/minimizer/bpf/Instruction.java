package dev.winnow.minimizer.bpf;

/**
 * One {@code struct sock_filter} (linux/filter.h).
 *
 * @param code the operation, 0 to 0xffff; see {@link Opcode}
 * @param jt how many instructions a conditional jump skips if it holds, 0 to 255
 * @param jf how many it skips otherwise, 0 to 255
 * @param k the operand
 */
public record Instruction(int code, int jt, int jf, int k) {
  public Instruction {
    if (code < 0 || code > 0xffff) {
      throw new IllegalArgumentException("opcode %#x is not in 0..0xffff".formatted(code));
    }
    if (jt < 0 || jt > 255 || jf < 0 || jf > 255) {
      throw new IllegalArgumentException("jump offsets %d, %d are not 0..255".formatted(jt, jf));
    }
  }

  /** An instruction that is no conditional jump. */
  public static Instruction of(int code, int k) {
    return new Instruction(code, 0, 0, k);
  }

  /** Whether {@code jt} and {@code jf} count. */
  public boolean conditional() {
    return Opcode.isConditional(code);
  }

  /** Whether the program ends here. */
  public boolean returns() {
    return code == Opcode.RET_K || code == Opcode.RET_A;
  }
}

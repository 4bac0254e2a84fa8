package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.Opcode;

/** A decision about one word by comparisons with constants. */
sealed interface Tree {
  /**
   * Decided.
   *
   * @param function the diagram of what remains to be decided
   */
  record Leaf(int function) implements Tree {}

  /**
   * One conditional jump.
   *
   * @param mask the bits of the word that the accumulator holds; -1 for all
   * @param code JEQ_K, JGE_K or JSET_K
   * @param k the constant
   * @param yes if the condition holds
   * @param no if not
   */
  record Test(int mask, int code, int k, Tree yes, Tree no) implements Tree {
    /** Whether the condition holds for a value of the word. */
    boolean holds(int value) {
      int a = value & mask;
      return switch (code) {
        case Opcode.JEQ_K -> a == k;
        case Opcode.JGE_K -> Integer.compareUnsigned(a, k) >= 0;
        case Opcode.JSET_K -> (a & k) != 0;
        default -> throw new IllegalStateException("a tree does not test by opcode " + code);
      };
    }
  }

  /** The word as it is. */
  int WHOLE = -1;
}

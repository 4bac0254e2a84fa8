package dev.winnow.minimizer.proof;

import java.util.Arrays;

/**
 * The registers of a run: A, X, then M[0] to M[15], each the number of an interned vector, or
 * {@link #DEAD}. Two states are equal if their live registers are.
 */
final class SymbolicState {
  static final int A = 0;
  static final int X = 1;
  static final int M = 2;
  static final int REGISTERS = 18;

  /** A register whose value nothing reads any more. */
  static final int DEAD = -1;

  private final int[] registers;

  private SymbolicState(int[] registers) {
    this.registers = registers;
  }

  /** All registers hold this vector. */
  static SymbolicState filled(int vector) {
    int[] registers = new int[REGISTERS];
    Arrays.fill(registers, vector);
    return new SymbolicState(registers);
  }

  int get(int register) {
    return registers[register];
  }

  /** The state with one register changed. */
  SymbolicState with(int register, int vector) {
    int[] changed = registers.clone();
    changed[register] = vector;
    return new SymbolicState(changed);
  }

  /** The state without the registers that are not in the mask. */
  SymbolicState keep(int live) {
    int[] kept = registers.clone();
    for (int i = 0; i < REGISTERS; i++) {
      if ((live & 1 << i) == 0) {
        kept[i] = DEAD;
      }
    }
    return new SymbolicState(kept);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymbolicState state && Arrays.equals(registers, state.registers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(registers);
  }
}

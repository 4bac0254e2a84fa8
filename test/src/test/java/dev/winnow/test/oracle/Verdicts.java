package dev.winnow.test.oracle;

/** What the kernel made of some events, in their order. */
public final class Verdicts {
  /** The instruction of a program that ended otherwise than by a return: a division by X = 0. */
  public static final int NO_RETURN = -1;

  private final int[] instructions;
  private final int[] values;

  Verdicts(int[] instructions, int[] values) {
    this.instructions = instructions.clone();
    this.values = values.clone();
  }

  public int count() {
    return values.length;
  }

  /** The number of the return instruction that ended the program, or {@link #NO_RETURN}. */
  public int instruction(int event) {
    return instructions[event];
  }

  /** What the program returned. */
  public int value(int event) {
    return values[event];
  }
}

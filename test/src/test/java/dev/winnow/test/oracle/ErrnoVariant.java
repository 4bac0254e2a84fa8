package dev.winnow.test.oracle;

import static dev.winnow.minimizer.bpf.Opcode.JA;
import static dev.winnow.minimizer.bpf.Opcode.JSET_K;
import static dev.winnow.minimizer.bpf.Opcode.RET_A;
import static dev.winnow.minimizer.bpf.Opcode.RET_K;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * A program whose returns all became errnos, each a code that tells which return instruction ended
 * it: nothing that it decides is carried out, and everything that it decides can be seen.
 *
 * <p>{@code RET k} becomes {@code RET ERRNO|code} in its place. {@code RET A} cannot be told by one
 * code, since A has 32 bits and an errno 12. It becomes a jump to a tree of JSETs behind the
 * program, which returns one of 16 codes for four bits of A; eight passes, each a program of its
 * own, see all of A. So every return of every pass is a constant errno.
 */
final class ErrnoVariant {
  private static final int DIGIT_BITS = 4;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int PASSES_FOR_A = Integer.SIZE / DIGIT_BITS;

  /** {@code MAX_ERRNO} (linux/err.h), to which the kernel cuts what a filter returns. */
  private static final int MOST_ERRNO = 4095;

  /**
   * ERESTARTSYS to ERESTART_RESTARTBLOCK (linux/errno.h): the kernel may issue a call again that
   * returns one of these, if a signal comes.
   */
  private static final int FIRST_RESTART = 512;

  private static final int LAST_RESTART = 516;

  private final Program program;

  /** Per code, in {@code meanings[code]}: which return it stands for, and which digit of A. */
  private final List<Meaning> meanings = new ArrayList<>();

  private final List<Program> passes = new ArrayList<>();

  private record Meaning(int instruction, int digit) {
    static final Meaning NONE = new Meaning(Verdicts.NO_RETURN, 0);
  }

  /**
   * @throws IllegalArgumentException if the kernel would refuse the program, or if it has too many
   *     returns to name them
   */
  ErrnoVariant(Program program) {
    this.program = KernelRules.require(program);
    meanings.add(Meaning.NONE);
    int[] codes = new int[program.size()];
    boolean returnsA = false;
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      if (i.returns()) {
        codes[pc] = name(pc, i.code() == RET_A ? DIGITS : 1);
        returnsA |= i.code() == RET_A;
      }
    }
    for (int pass = 0; pass < (returnsA ? PASSES_FOR_A : 1); pass++) {
      passes.add(KernelRules.require(pass(codes, pass * DIGIT_BITS)));
    }
  }

  /** Reserves consecutive codes for a return; the first of them. */
  private int name(int instruction, int digits) {
    if (meanings.size() <= LAST_RESTART && meanings.size() + digits > FIRST_RESTART) {
      while (meanings.size() <= LAST_RESTART) {
        meanings.add(Meaning.NONE);
      }
    }
    int first = meanings.size();
    if (first + digits - 1 > MOST_ERRNO) {
      throw new IllegalArgumentException(
          "the returns of %d instructions need more than the %d codes that an errno has"
              .formatted(program.size(), MOST_ERRNO));
    }
    for (int digit = 0; digit < digits; digit++) {
      meanings.add(new Meaning(instruction, digit));
    }
    return first;
  }

  private Program pass(int[] codes, int shift) {
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    for (int pc = 0; pc < codes.length; pc++) {
      if (program.get(pc).code() == RET_K) {
        instructions.set(pc, ret(codes[pc]));
      } else if (program.get(pc).code() == RET_A) {
        instructions.set(pc, Instruction.of(JA, instructions.size() - pc - 1));
        addTree(instructions, codes[pc], shift, DIGIT_BITS);
      }
    }
    return new Program(instructions);
  }

  /** Returns {@code code} + the digit in the given bits of A. */
  private static void addTree(List<Instruction> instructions, int code, int shift, int bits) {
    if (bits == 0) {
      instructions.add(ret(code));
      return;
    }
    int half = 1 << (bits - 1);
    int clear = 2 * half - 1; // instructions of the tree for a bit that is 0
    instructions.add(new Instruction(JSET_K, clear, 0, half << shift));
    addTree(instructions, code, shift, bits - 1);
    addTree(instructions, code + half, shift, bits - 1);
  }

  private static Instruction ret(int code) {
    return Instruction.of(RET_K, Action.errno(code).returnValue());
  }

  /** What to install: each program sees all events. */
  List<Program> passes() {
    return List.copyOf(passes);
  }

  /** The return that a code of any pass names; 0 and unknown codes name none. */
  int instruction(int code) {
    return code < meanings.size() ? meanings.get(code).instruction : Verdicts.NO_RETURN;
  }

  /** What the program returned, from the code that an event got in each pass. */
  int value(int... codes) {
    int instruction = instruction(codes[0]);
    if (instruction == Verdicts.NO_RETURN) {
      return 0; // A / X with X = 0 (bpf_convert_filter in net/core/filter.c)
    }
    if (program.get(instruction).code() == RET_K) {
      return program.get(instruction).k();
    }
    int a = 0;
    for (int pass = 0; pass < codes.length; pass++) {
      a |= meanings.get(codes[pass]).digit << (pass * DIGIT_BITS);
    }
    return a;
  }
}

package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether the kernel attaches a program: {@code bpf_check_classic} and {@code
 * check_load_and_stores} (net/core/filter.c), then {@code seccomp_check_filter} (kernel/seccomp.c),
 * as of Linux 6.18. What they let pass terminates: every jump goes forward, inside the program, and
 * the last instruction returns.
 */
public final class KernelRules {
  private KernelRules() {}

  /**
   * Why the kernel would refuse the program.
   *
   * @param instruction the first offending instruction's number, from 0; -1 for the whole program
   * @param reason what is wrong
   */
  public record Refusal(int instruction, String reason) {
    @Override
    public String toString() {
      return instruction < 0 ? reason : "instruction " + instruction + ": " + reason;
    }
  }

  /** The first reason to refuse the program, if there is one. O(instructions). */
  public static Optional<Refusal> check(Program program) {
    int size = program.size();
    if (size == 0 || size > Program.MAX_INSTRUCTIONS) {
      return refuse(-1, "%d instructions; the kernel takes 1 to 4096".formatted(size));
    }
    for (int pc = 0; pc < size; pc++) {
      String reason = reason(program.get(pc), size - pc - 1);
      if (!reason.isEmpty()) {
        return refuse(pc, reason);
      }
    }
    if (!program.get(size - 1).returns()) {
      return refuse(size - 1, "the last instruction must return");
    }
    return checkMemory(program);
  }

  /**
   * The program, checked.
   *
   * @throws IllegalArgumentException if the kernel would refuse it
   */
  public static Program require(Program program) {
    Optional<Refusal> refusal = check(program);
    if (refusal.isPresent()) {
      throw new IllegalArgumentException("the kernel refuses this program: " + refusal.get());
    }
    return program;
  }

  /** What is wrong with an instruction that {@code after} others follow, or "". */
  private static String reason(Instruction i, int after) {
    return switch (i.code()) {
      case LD_ABS -> offsetReason(i.k());
      case LD_MEM, LDX_MEM, ST, STX ->
          within(i.k(), MEMORY_WORDS) ? "" : "M[%s] is not M[0] to M[15]".formatted(unsigned(i));
      case DIV_K -> i.k() == 0 ? "division by 0" : "";
      case LSH_K, RSH_K -> within(i.k(), 32) ? "" : "shift by %s bits".formatted(unsigned(i));
      case JA -> within(i.k(), after) ? "" : pastEnd("jumps", unsigned(i), after);
      case JEQ_K, JEQ_X, JGT_K, JGT_X, JGE_K, JGE_X, JSET_K, JSET_X -> {
        int farthest = Math.max(i.jt(), i.jf());
        yield farthest < after ? "" : pastEnd("branches", Integer.toString(farthest), after);
      }
      default -> isKnown(i.code()) ? "" : "seccomp has no opcode 0x%02x".formatted(i.code());
    };
  }

  private static String offsetReason(int offset) {
    if (!within(offset, DATA_BYTES)) {
      return "loads offset %s; struct seccomp_data has 64 bytes"
          .formatted(Integer.toUnsignedString(offset));
    }
    return offset % 4 == 0 ? "" : "loads offset %d; words lie at multiples of 4".formatted(offset);
  }

  private static String pastEnd(String verb, String by, int after) {
    return "%s over %s instructions; %d follow".formatted(verb, by, after);
  }

  /**
   * The kernel's own approximation: one mask of written words per instruction, met at joins. It
   * does not restart after a return, so it refuses some programs that never read an unwritten word.
   */
  private static Optional<Refusal> checkMemory(Program program) {
    int[] written = new int[program.size()];
    Arrays.fill(written, 0xffff);
    int valid = 0;
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      valid &= written[pc];
      switch (i.code()) {
        case ST, STX -> valid |= 1 << i.k();
        case LD_MEM, LDX_MEM -> {
          if ((valid & 1 << i.k()) == 0) {
            return refuse(pc, "reads M[%d], which some path has not written".formatted(i.k()));
          }
        }
        case JA -> {
          written[pc + 1 + i.k()] &= valid;
          valid = 0xffff;
        }
        default -> {
          if (i.conditional()) {
            written[pc + 1 + i.jt()] &= valid;
            written[pc + 1 + i.jf()] &= valid;
            valid = 0xffff;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean within(int value, int limit) {
    return Integer.compareUnsigned(value, limit) < 0;
  }

  private static String unsigned(Instruction i) {
    return Integer.toUnsignedString(i.k());
  }

  private static Optional<Refusal> refuse(int instruction, String reason) {
    return Optional.of(new Refusal(instruction, reason));
  }
}

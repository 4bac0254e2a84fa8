package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.traces.Arch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the accumulator holds at each instruction, as far as all ways to it agree: the offset of a
 * word of seccomp_data; and which architecture has been established. Jumps only go forward, so one
 * pass in order has seen every way to an instruction when it comes to it.
 */
final class LoadedWords {
  private static final int UNREACHED = -1;
  private static final int SOMETHING_ELSE = -2;
  private static final int WORD_ARCH = 4;

  private final int[] words;
  private final @Nullable Arch[] archs;
  private final boolean[] archKnown;

  LoadedWords(Program program) {
    int size = program.size();
    words = new int[size];
    archs = new @Nullable Arch[size];
    archKnown = new boolean[size];
    Arrays.fill(words, UNREACHED);
    if (size > 0) {
      words[0] = SOMETHING_ELSE;
      archKnown[0] = true;
    }
    for (int pc = 0; pc < size; pc++) {
      if (words[pc] != UNREACHED) {
        follow(program.get(pc), pc);
      }
    }
  }

  private void follow(Instruction i, int pc) {
    int word = after(i, words[pc]);
    @Nullable Arch arch = archs[pc];
    if (i.conditional()) {
      boolean tellsArch = words[pc] == WORD_ARCH && i.code() == JEQ_K;
      reach(pc + 1L + i.jt(), word, tellsArch ? Arch.ofAuditToken(i.k()) : arch);
      reach(pc + 1L + i.jf(), word, arch);
    } else if (i.code() == JA) {
      reach(pc + 1L + Integer.toUnsignedLong(i.k()), word, arch);
    } else if (!i.returns()) {
      reach(pc + 1L, word, arch);
    }
  }

  private static int after(Instruction i, int word) {
    return switch (i.code()) {
      case LD_ABS -> i.k();
      case ST, STX, LDX_IMM, LDX_LEN, LDX_MEM, TAX, JA -> word;
      default -> i.conditional() ? word : SOMETHING_ELSE;
    };
  }

  private void reach(long target, int word, @Nullable Arch arch) {
    if (target >= words.length) {
      return;
    }
    int at = (int) target;
    words[at] = words[at] == UNREACHED || words[at] == word ? word : SOMETHING_ELSE;
    archs[at] = !archKnown[at] || archs[at] == arch ? arch : null;
    archKnown[at] = true;
  }

  /** The offset of the word in A, or a negative number. */
  int at(int pc) {
    return words[pc];
  }

  /** The architecture that must be true here, or null. */
  @Nullable Arch archAt(int pc) {
    return archs[pc];
  }
}

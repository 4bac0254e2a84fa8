package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.policy.Action;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Programs as listings that a person can follow: a line per instruction with its number, a label
 * where jumps lead, what is loaded and which syscalls' rules that serves, the names of syscalls and
 * architectures where they are compared, and actions by name. Reads programs that the kernel would
 * refuse, too.
 */
public final class Disassembler {
  private static final int WORD_NUMBER = 0;
  private static final int WORD_ARCH = 4;
  private static final int FIRST_ARGUMENT = 16;

  private final Program program;
  private final BitSet labels = new BitSet();
  private final LoadedWords loaded;
  private final ServedSyscalls served;

  private Disassembler(Program program) {
    this.program = program;
    this.loaded = new LoadedWords(program);
    this.served = new ServedSyscalls(program);
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      if (i.conditional()) {
        label(pc, i.jt());
        label(pc, i.jf());
      } else if (i.code() == JA) {
        label(pc, i.k());
      }
    }
  }

  private void label(int pc, int offset) {
    long target = (long) pc + 1 + Integer.toUnsignedLong(offset);
    if (offset != 0 && target < program.size()) {
      labels.set((int) target);
    }
  }

  /** The listing, one line per instruction, with a final newline. */
  public static String listing(Program program) {
    return String.join("\n", lines(program)) + "\n";
  }

  /** The lines of the listing: line n is instruction n. */
  public static List<String> lines(Program program) {
    Disassembler disassembler = new Disassembler(program);
    List<String> lines = new ArrayList<>();
    for (int pc = 0; pc < program.size(); pc++) {
      lines.add(disassembler.line(pc));
    }
    return lines;
  }

  private String line(int pc) {
    String label = labels.get(pc) ? "L" + pc + ":" : "";
    String text = text(pc, program.get(pc));
    String note = note(pc, program.get(pc));
    return "%4d %-6s %s".formatted(pc, label, note.isEmpty() ? text : pad(text) + "# " + note);
  }

  private static String pad(String text) {
    return text + " ".repeat(Math.max(1, 42 - text.length()));
  }

  private String text(int pc, Instruction i) {
    String name = Opcode.name(i.code());
    if (i.conditional()) {
      String operand = (i.code() & 0x08) != 0 ? "x" : hex(i.k());
      return "%-4s %s, %s, %s".formatted(name, operand, target(pc, i.jt()), target(pc, i.jf()));
    }
    String operand =
        switch (i.code()) {
          case LD_ABS -> "[" + Integer.toUnsignedString(i.k()) + "]";
          case LD_LEN, LDX_LEN -> "len";
          case LD_MEM, LDX_MEM, ST, STX -> "M[" + Integer.toUnsignedString(i.k()) + "]";
          case JA -> target(pc, i.k());
          case RET_A -> "a";
          case RET_K -> action(i.k());
          case NEG, TAX, TXA -> "";
          default -> (i.code() & 0x07) == 0x04 && (i.code() & 0x08) != 0 ? "x" : hex(i.k());
        };
    return "%-4s %s".formatted(name, operand).stripTrailing();
  }

  private static String hex(int k) {
    return Integer.compareUnsigned(k, 10) < 0 ? Integer.toString(k) : "0x" + Integer.toHexString(k);
  }

  private String target(int pc, int offset) {
    if (offset == 0) {
      return "next";
    }
    long target = (long) pc + 1 + Integer.toUnsignedLong(offset);
    return target < program.size() ? "L" + target : "past the end";
  }

  private String note(int pc, Instruction i) {
    if (i.code() == LD_ABS) {
      String of = i.k() < FIRST_ARGUMENT ? "" : served.at(pc);
      return of.isEmpty() ? word(i.k()) : word(i.k()) + ", of " + of;
    }
    if (!i.conditional() || (i.code() & 0x08) != 0) {
      return "";
    }
    int word = loaded.at(pc);
    Arch arch = loaded.archAt(pc);
    if (word == WORD_ARCH) {
      return archName(i.k());
    }
    return word == WORD_NUMBER ? numberName(arch, i.k()) : "";
  }

  static String word(int offset) {
    return switch (offset) {
      case WORD_NUMBER -> "nr";
      case WORD_ARCH -> "arch";
      case 8 -> "instruction pointer, low";
      case 12 -> "instruction pointer, high";
      default -> {
        int index = offset - FIRST_ARGUMENT;
        boolean inside = index >= 0 && index < 48 && index % 4 == 0;
        yield inside ? "arg" + index / 8 + (index % 8 == 0 ? ", low" : ", high") : "no word";
      }
    };
  }

  private static String archName(int token) {
    Arch arch = Arch.ofAuditToken(token);
    return arch == null ? "" : arch.label();
  }

  private static String numberName(@Nullable Arch arch, int number) {
    // Before the architecture is known, bit 30 tells x32 all the same.
    Arch table = number >= Arch.X32_BIT && (arch == null || arch == Arch.X86_64) ? Arch.X32 : arch;
    if (table == null) {
      return "";
    }
    Syscall syscall = SyscallTable.of(table).byNumber(number);
    return syscall == null ? "" : syscall.name();
  }

  /**
   * A return value as the policy language writes it, such as {@code errno(EPERM)}; if the kernel
   * makes something else of it, with the value behind.
   */
  public static String action(int returnValue) {
    Action action = Action.ofReturnValue(returnValue);
    if (action.returnValue() == returnValue) {
      return action.toString();
    }
    boolean known = action.kind().value() == (returnValue & 0xffff0000);
    return known
        ? "%s (0x%08x)".formatted(action, returnValue)
        : "0x%08x (no action: %s)".formatted(returnValue, action);
  }
}

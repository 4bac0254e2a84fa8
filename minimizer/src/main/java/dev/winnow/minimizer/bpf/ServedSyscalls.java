package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which syscalls come to each instruction, and so whose rule it serves. A program is followed for
 * every number of the architectures that it names, with all that is not number or architecture
 * unknown; jumps only go forward, so one pass in order is enough. Where ways meet with different
 * values in A, it counts as unknown: too many syscalls may be named, never too few.
 */
final class ServedSyscalls {
  private static final int NAMED = 3;
  private static final long UNREACHED = -1;
  private static final long UNKNOWN = -2;
  private static final int WORD_NUMBER = 0;
  private static final int WORD_ARCH = 4;

  private final Program program;
  private final List<List<String>> names = new ArrayList<>();
  private final int archs;

  ServedSyscalls(Program program) {
    this.program = program;
    for (int pc = 0; pc < program.size(); pc++) {
      names.add(new ArrayList<>());
    }
    List<Arch> named =
        Arrays.stream(Arch.values()).filter(arch -> arch != Arch.X32 && names(arch)).toList();
    archs = named.size();
    for (Arch arch : named) {
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        follow(arch, syscall);
      }
    }
  }

  private boolean names(Arch arch) {
    return program.instructions().stream()
        .anyMatch(i -> i.code() == JEQ_K && i.k() == arch.auditToken());
  }

  private void follow(Arch arch, Syscall syscall) {
    String name = archs > 1 ? arch + " " + syscall.name() : syscall.name();
    long[] a = new long[program.size()];
    Arrays.fill(a, UNREACHED);
    if (a.length > 0) {
      a[0] = 0;
    }
    for (int pc = 0; pc < a.length; pc++) {
      if (a[pc] != UNREACHED) {
        names.get(pc).add(name);
        step(pc, a, arch, syscall);
      }
    }
  }

  private void step(int pc, long[] a, Arch arch, Syscall syscall) {
    Instruction i = program.get(pc);
    if (i.returns()) {
      return;
    }
    if (i.code() == JA) {
      meet(a, pc + 1 + Integer.toUnsignedLong(i.k()), a[pc]);
    } else if (!i.conditional()) {
      meet(a, pc + 1L, after(i, a[pc], arch, syscall));
    } else if (a[pc] == UNKNOWN || (i.code() & 0x08) != 0) {
      meet(a, pc + 1L + i.jt(), a[pc]);
      meet(a, pc + 1L + i.jf(), a[pc]);
    } else {
      meet(a, pc + 1L + (holds(i, (int) a[pc]) ? i.jt() : i.jf()), a[pc]);
    }
  }

  private static long after(Instruction i, long a, Arch arch, Syscall syscall) {
    return switch (i.code()) {
      case LD_ABS ->
          switch (i.k()) {
            case WORD_NUMBER -> Integer.toUnsignedLong(syscall.number());
            case WORD_ARCH -> Integer.toUnsignedLong(arch.auditToken());
            default -> UNKNOWN;
          };
      case AND_K -> a == UNKNOWN ? UNKNOWN : a & Integer.toUnsignedLong(i.k());
      case ST, STX, LDX_IMM, LDX_LEN, LDX_MEM, TAX -> a;
      default -> UNKNOWN;
    };
  }

  private static boolean holds(Instruction i, int a) {
    return switch (i.code()) {
      case JEQ_K -> a == i.k();
      case JGE_K -> Integer.compareUnsigned(a, i.k()) >= 0;
      case JGT_K -> Integer.compareUnsigned(a, i.k()) > 0;
      case JSET_K -> (a & i.k()) != 0;
      default -> throw new IllegalArgumentException("no comparison with a constant: " + i);
    };
  }

  private static void meet(long[] a, long target, long value) {
    if (target < a.length) {
      int at = (int) target;
      a[at] = a[at] == UNREACHED || a[at] == value ? value : UNKNOWN;
    }
  }

  /** Whom an instruction serves, such as {@code ioctl and fcntl}; empty if nobody comes there. */
  String at(int pc) {
    List<String> served = names.get(pc);
    if (served.isEmpty()) {
      return "";
    }
    if (served.size() > NAMED) {
      return "%d syscalls".formatted(served.size());
    }
    String last = served.getLast();
    return served.size() == 1
        ? last
        : String.join(", ", served.subList(0, served.size() - 1)) + " and " + last;
  }
}

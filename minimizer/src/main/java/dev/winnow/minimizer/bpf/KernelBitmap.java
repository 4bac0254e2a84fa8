package dev.winnow.minimizer.bpf;

import static dev.winnow.minimizer.bpf.Opcode.*;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.BitSet;
import java.util.Set;

/**
 * The syscalls that the kernel decides when a program is attached, so that the program never runs
 * for them: {@code seccomp_is_const_allow} (kernel/seccomp.c, Linux 5.11 and later). It follows the
 * program with only number and architecture known and gives up at anything but loads of these two,
 * jumps on constants, AND with a constant, and a return of SECCOMP_RET_ALLOW without data.
 */
public final class KernelBitmap {
  /**
   * x86_64 numbers that some kernels run past every filter: uretprobe and uprobe, which uprobes
   * themselves issue. On them a denial has no effect.
   */
  public static final Set<Integer> UNFILTERED = Set.of(335, 336);

  private static final int RET_ALLOW = 0x7fff0000;

  private KernelBitmap() {}

  /** The numbers of an architecture that the kernel decides at attach; none for x32. */
  public static BitSet of(Program program, Arch arch) {
    BitSet numbers = new BitSet();
    if (arch != Arch.X32) {
      int highest = SyscallTable.of(arch).highest();
      for (int number = 0; number <= highest; number++) {
        numbers.set(number, decides(program, arch.auditToken(), number));
      }
    }
    return numbers;
  }

  /**
   * Whether the kernel decides this number at attach.
   *
   * @param program one that the kernel accepts
   * @param token the audit token
   * @param number the syscall number; numbers beyond the kernel's table are never decided there
   */
  static boolean decides(Program program, int token, int number) {
    int a = 0;
    for (int pc = 0; pc < program.size(); pc++) {
      Instruction i = program.get(pc);
      int k = i.k();
      switch (i.code()) {
        case LD_ABS -> {
          if (k != 0 && k != 4) {
            return false;
          }
          a = k == 0 ? number : token;
        }
        case AND_K -> a &= k;
        case JA -> pc += k;
        case JEQ_K -> pc += a == k ? i.jt() : i.jf();
        case JGE_K -> pc += Integer.compareUnsigned(a, k) >= 0 ? i.jt() : i.jf();
        case JGT_K -> pc += Integer.compareUnsigned(a, k) > 0 ? i.jt() : i.jf();
        case JSET_K -> pc += (a & k) != 0 ? i.jt() : i.jf();
        case RET_K -> {
          return k == RET_ALLOW;
        }
        default -> {
          return false;
        }
      }
    }
    throw new IllegalArgumentException("the program ends without a return");
  }
}

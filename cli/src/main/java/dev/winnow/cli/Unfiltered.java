package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Instruction;
import dev.winnow.minimizer.bpf.KernelBitmap;
import dev.winnow.minimizer.bpf.Opcode;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Evaluator;
import dev.winnow.policy.Policy;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.List;
import java.util.stream.Collectors;

/** Says of which syscalls a denial has no effect, wherever a user relies on denials. */
final class Unfiltered {
  /** For policies and programs of x86_64. */
  static final String NOTE =
      "not filterable: Linux 6.18 runs the x86_64 syscalls "
          + KernelBitmap.UNFILTERED.stream()
              .sorted()
              .map(number -> "%s (%d)".formatted(SyscallTable.of(Arch.X86_64).name(number), number))
              .collect(Collectors.joining(" and "))
          + " past every filter, whatever it says of them";

  private static final int ARCH_WORD = 4;

  private Unfiltered() {}

  static boolean isOne(Arch arch, int number) {
    return arch == Arch.X86_64 && KernelBitmap.UNFILTERED.contains(number);
  }

  /** Whether a policy denies a syscall that some kernels run all the same. */
  static boolean denies(Policy policy, Arch arch, int number) {
    return isOne(arch, number)
        && !Evaluator.decide(policy, SeccompData.of(arch.auditToken(), number)).permits();
  }

  /** What to say of a policy. */
  static List<String> notes(Policy policy) {
    return policy.section(Arch.X86_64) == null ? List.of() : List.of(NOTE);
  }

  /** What to say of a program: nothing if it is for other architectures only. */
  static List<String> notes(Program program) {
    boolean asks = false;
    for (Instruction i : program.instructions()) {
      if (i.code() == Opcode.JEQ_K && i.k() == Arch.X86_64.auditToken()) {
        return List.of(NOTE);
      }
      asks |= i.code() == Opcode.LD_ABS && i.k() == ARCH_WORD;
    }
    return asks ? List.of() : List.of(NOTE);
  }
}

package dev.winnow.recorder.perf;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What joining asks of an ABI's numbers, looked up once and not per event. */
final class CallNumbers {
  /** What a call does to the thread that makes it. */
  enum Role {
    PLAIN,
    /** Makes a thread or process. */
    SPAWNS,
    /** Executes a program. */
    EXECUTES,
    /** Never returns. */
    ENDS,
    /** Returns with -1 for its number, since the frame that it restores has none. */
    RESTORES
  }

  /** One call. */
  static final class Call {
    final Role role;

    /** By argument, the bits that count; 0 for a pointer, which is not kept. */
    final long[] masks;

    /** Whether the table has it. */
    final boolean known;

    private Call(Role role, long[] masks, boolean known) {
      this.role = role;
      this.masks = masks;
      this.known = known;
    }
  }

  private static final Map<Arch, CallNumbers> KNOWN = new ConcurrentHashMap<>();

  private final Arch arch;
  private final @Nullable Call[] calls;
  private final Call unknown;

  private CallNumbers(Arch arch) {
    this.arch = arch;
    SyscallTable table = SyscallTable.of(arch);
    calls = new @Nullable Call[(table.highest() & ~bit(arch)) + 1];
    for (Syscall syscall : table.all()) {
      long[] masks = new long[syscall.arity()];
      for (int i = 0; i < masks.length; i++) {
        Argument argument = syscall.arguments().get(i);
        masks[i] = argument.kind() == Kind.POINTER ? 0 : argument.mask();
      }
      calls[syscall.number() & ~bit(arch)] = new Call(role(syscall.name()), masks, true);
    }
    long mask = arch.registerBits() == 64 ? -1L : 0xffff_ffffL;
    unknown = new Call(Role.PLAIN, new long[] {mask, mask, mask, mask, mask, mask}, false);
  }

  static CallNumbers of(Arch arch) {
    // Asked for every event: get takes no lock, computeIfAbsent may even if the key is there.
    CallNumbers known = KNOWN.get(arch);
    return known != null ? known : KNOWN.computeIfAbsent(arch, CallNumbers::new);
  }

  /** The call with this number; one with six plain arguments if the table lacks it. */
  Call get(int number) {
    int index = number ^ bit(arch);
    Call call = index >= 0 && index < calls.length ? calls[index] : null;
    return call == null ? unknown : call;
  }

  boolean has(int number) {
    return get(number).known;
  }

  private static int bit(Arch arch) {
    return arch == Arch.X32 ? Arch.X32_BIT : 0;
  }

  private static Role role(String name) {
    return switch (name) {
      case "clone", "clone3", "fork", "vfork" -> Role.SPAWNS;
      case "execve", "execveat" -> Role.EXECUTES;
      case "exit", "exit_group" -> Role.ENDS;
      case "rt_sigreturn", "sigreturn" -> Role.RESTORES;
      default -> Role.PLAIN;
    };
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Multiplexed;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * socketcall and ipc of i386, s390x and ppc64le: one number each for many calls, which the first
 * argument tells apart. strace prints what is called, {@code socket(…)} with the number 102; the
 * kernel, and so a filter, sees socketcall(SYS_SOCKET, address of the arguments).
 */
final class Multiplexer {
  /** The number of socketcall or ipc. */
  final int number;

  private final SyscallEntry unknown;
  private final List<byte[]> names = new ArrayList<>();
  private final List<SyscallEntry> calls = new ArrayList<>();

  private Multiplexer(Arch arch, String name) {
    Syscall syscall = SyscallTable.of(arch).byName(name);
    if (syscall == null) {
      throw new IllegalStateException("the table of " + arch + " has no " + name);
    }
    number = syscall.number();
    unknown = SyscallEntry.multiplexed(syscall, -1);
    for (Multiplexed call : Multiplexed.callsOf(name)) {
      names.add(Ascii.bytes(call.name()));
      calls.add(SyscallEntry.multiplexed(syscall, call.call()));
    }
  }

  /** Those that {@code arch} has. */
  static List<Multiplexer> of(Arch arch) {
    return switch (arch) {
      case I386, S390X, PPC64LE ->
          List.of(new Multiplexer(arch, "socketcall"), new Multiplexer(arch, "ipc"));
      default -> List.of();
    };
  }

  /**
   * Whether strace may print a call of socketcall or ipc by this name. Not so sockets of ppc64le:
   * it has always had numbers of its own for them, and no C library uses socketcall there.
   */
  static boolean prints(Arch arch, String name) {
    Multiplexed call = Multiplexed.of(name);
    return switch (arch) {
      case I386, S390X -> call != null;
      case PPC64LE -> call != null && call.multiplexer().equals("ipc");
      default -> false;
    };
  }

  /** The call that is printed as {@code b[from, to)}, or null. */
  @Nullable SyscallEntry find(byte[] b, int from, int to) {
    for (int i = 0; i < names.size(); i++) {
      byte[] call = names.get(i);
      if (call.length == to - from && Ascii.startsWith(b, from, to, call)) {
        return calls.get(i);
      }
    }
    return null;
  }

  /** A call of it that strace knows and this table does not. */
  SyscallEntry unknown() {
    return unknown;
  }
}

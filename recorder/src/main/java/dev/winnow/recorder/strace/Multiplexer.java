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
 * i386's socketcall and ipc: one number each for many calls, which the first argument tells apart.
 * strace prints what is called, {@code socket(…)} with the number 102; the kernel, and so a filter,
 * sees socketcall(SYS_SOCKET, address of the arguments).
 */
final class Multiplexer {
  /** The number of socketcall or ipc. */
  final int number;

  private final SyscallEntry unknown;
  private final List<byte[]> names = new ArrayList<>();
  private final List<SyscallEntry> calls = new ArrayList<>();

  private Multiplexer(String name) {
    Syscall syscall = SyscallTable.of(Arch.I386).byName(name);
    if (syscall == null) {
      throw new IllegalStateException("the table of i386 has no " + name);
    }
    number = syscall.number();
    unknown = SyscallEntry.multiplexed(syscall, -1);
    for (Multiplexed call : Multiplexed.callsOf(name)) {
      names.add(Ascii.bytes(call.name()));
      calls.add(SyscallEntry.multiplexed(syscall, call.call()));
    }
  }

  static Multiplexer socketcall() {
    return new Multiplexer("socketcall");
  }

  static Multiplexer ipc() {
    return new Multiplexer("ipc");
  }

  /** Whether strace prints a call of socketcall or ipc by this name. */
  static boolean prints(String name) {
    return Multiplexed.of(name) != null;
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

  /** All that events may refer to. */
  List<SyscallEntry> all() {
    List<SyscallEntry> all = new ArrayList<>(calls);
    all.add(unknown);
    return all;
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Constants;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * i386's socketcall and ipc: one number each for many calls, which the first argument tells apart.
 * strace prints what is called, {@code socket(…)} with the number 102; the kernel, and so a filter,
 * sees socketcall(SYS_SOCKET, address of the arguments).
 */
final class Multiplexer {
  private static final List<String> SOCKETCALL =
      List.of(
          "socket",
          "bind",
          "connect",
          "listen",
          "accept",
          "getsockname",
          "getpeername",
          "socketpair",
          "send",
          "recv",
          "sendto",
          "recvfrom",
          "shutdown",
          "setsockopt",
          "getsockopt",
          "sendmsg",
          "recvmsg",
          "accept4",
          "recvmmsg",
          "sendmmsg");

  private static final List<String> IPC =
      List.of(
          "semop",
          "semget",
          "semctl",
          "semtimedop",
          "msgsnd",
          "msgrcv",
          "msgget",
          "msgctl",
          "shmat",
          "shmdt",
          "shmget",
          "shmctl");

  /** The number of socketcall or ipc. */
  final int number;

  private final SyscallEntry unknown;
  private final List<byte[]> names = new ArrayList<>();
  private final List<SyscallEntry> calls = new ArrayList<>();

  private Multiplexer(String name, List<String> printed, String prefix) {
    Syscall syscall = SyscallTable.of(Arch.I386).byName(name);
    if (syscall == null) {
      throw new IllegalStateException("the table of i386 has no " + name);
    }
    number = syscall.number();
    unknown = SyscallEntry.multiplexed(syscall, -1);
    for (String call : printed) {
      // SYS_SOCKET of linux/net.h, SEMGET of linux/ipc.h.
      String constant = prefix + call.toUpperCase(Locale.ROOT);
      names.add(Ascii.bytes(call));
      calls.add(
          SyscallEntry.multiplexed(syscall, Constants.of(Arch.I386).value(constant).orElseThrow()));
    }
  }

  static Multiplexer socketcall() {
    return new Multiplexer("socketcall", SOCKETCALL, "SYS_");
  }

  static Multiplexer ipc() {
    return new Multiplexer("ipc", IPC, "");
  }

  /** Whether strace prints a call of socketcall or ipc by this name. */
  static boolean prints(String name) {
    return SOCKETCALL.contains(name) || IPC.contains(name);
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

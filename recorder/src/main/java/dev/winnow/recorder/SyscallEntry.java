package dev.winnow.recorder;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A syscall with what decoding its arguments needs, looked up once per name and not per event. */
final class SyscallEntry {
  /** C types of 64 bits that strace prints with their sign, so that -1 means all 64 bits. */
  private static final Set<String> SIGNED_64 =
      Set.of("long", "loff_t", "off_t", "ssize_t", "__kernel_long_t");

  private static final Set<String> FORKING = Set.of("clone", "clone3", "fork", "vfork");

  /** i386 has numbers of their own for these and a multiplexer that strace prints as they. */
  private static final Set<String> I386_MULTIPLEXED =
      Set.of(
          "socket",
          "socketpair",
          "bind",
          "connect",
          "listen",
          "accept4",
          "getsockopt",
          "setsockopt",
          "getsockname",
          "getpeername",
          "sendto",
          "sendmsg",
          "recvfrom",
          "recvmsg",
          "shutdown",
          "sendmmsg",
          "recvmmsg",
          "semget",
          "semctl",
          "shmget",
          "shmctl",
          "shmat",
          "shmdt",
          "msgget",
          "msgsnd",
          "msgrcv",
          "msgctl");

  final Arch arch;
  final int number;

  /** The name after {@code __NR_} in ASCII; empty for a number that the table does not know. */
  final byte[] name;

  /** Null for a number that the table does not know. */
  final @Nullable Syscall syscall;

  final int arity;
  final RegisterLayout layout;

  /** Whether it starts a program, so that its first string is an image. */
  final boolean executes;

  /** Whether its result is a new thread or process. */
  final boolean forks;

  /** Whether the name alone does not tell the number, because socketcall and ipc print it too. */
  final boolean multiplexed;

  /** By argument: never decoded, because it is an address. */
  final boolean[] pointer = new boolean[6];

  /** By argument: a string, structure or array printed here stands for its address. */
  final boolean[] addressOrValue = new boolean[6];

  /** By argument: a negative value cannot be told from a 32-bit one. */
  final boolean[] signUnknown = new boolean[6];

  /** By argument: the bits that count. */
  final long[] mask = new long[6];

  /** By argument: how many values were shown and not decoded. */
  final long[] undecoded = new long[6];

  SyscallEntry(Syscall syscall) {
    this.syscall = syscall;
    arch = syscall.arch();
    number = syscall.number();
    name = Grammar.ascii(syscall.name());
    arity = syscall.arity();
    layout = RegisterLayout.of(syscall);
    forks = FORKING.contains(syscall.name());
    multiplexed = arch == Arch.I386 && I386_MULTIPLEXED.contains(syscall.name());
    executes = syscall.name().equals("execve") || syscall.name().equals("execveat");
    for (int i = 0; i < arity; i++) {
      Argument argument = syscall.arguments().get(i);
      pointer[i] = argument.kind() == Kind.POINTER;
      addressOrValue[i] = argument.kind() == Kind.OPAQUE;
      signUnknown[i] =
          argument.width() == 64
              && argument.kind() != Kind.OFFSET
              && !SIGNED_64.contains(argument.type());
      mask[i] = argument.mask();
    }
  }

  /** A number that the table does not know; six registers of the architecture's width. */
  SyscallEntry(Arch arch, int number, RegisterLayout layout) {
    this.arch = arch;
    this.number = number;
    syscall = null;
    name = ThreadState.NO_BYTES;
    arity = 6;
    this.layout = layout;
    executes = false;
    forks = false;
    multiplexed = false;
    for (int i = 0; i < arity; i++) {
      addressOrValue[i] = true;
      signUnknown[i] = arch.registerBits() == 64;
      mask[i] = arch.registerBits() == 64 ? -1L : 0xffff_ffffL;
    }
  }

  boolean isNamed(byte[] b, int from, int to) {
    return to - from == name.length && Grammar.startsWith(b, from, to, name);
  }

  /** Whether an event made the thread or process that its result names. */
  static boolean forks(SyscallEvent event) {
    boolean made = event.resultKnown() && event.result() > 0 && event.result() <= Integer.MAX_VALUE;
    if (!made || !SyscallIndex.hasTable(event.arch())) {
      return false;
    }
    Syscall called = SyscallTable.of(event.arch()).byNumber(event.number());
    return called != null && FORKING.contains(called.name());
  }

  /** The name, or {@code nr(N)} as in policies. */
  String shownName() {
    return syscall == null ? "nr(" + number + ")" : syscall.name();
  }

  /** {@code openat.flags}, for counts. */
  String argumentName(int register) {
    return shownName()
        + "."
        + (syscall == null ? "arg" + register : syscall.arguments().get(register).name());
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Kind;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.SyscallTable;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A syscall with what decoding its arguments needs, looked up once per name and not per event. */
final class SyscallEntry {
  /** strace up to 6.1 forgets the {@code |} between flags that have no name and the mode. */
  private static final Set<String> MODE_APPENDED = Set.of("semget", "msgget");

  /**
   * What strace calls arm's variants, by their names in asm/unistd.h: as other architectures call
   * theirs. Found by comparing the names of all its tables with the kernel's; there are no others.
   */
  private static final Map<String, String> ALIASES =
      Map.of(
          "arm_fadvise64_64", "fadvise64_64",
          "arm_sync_file_range", "sync_file_range2");

  private static final Set<String> FORKING = Set.of("clone", "clone3", "fork", "vfork");

  final Arch arch;
  final int number;

  /** The name after {@code __NR_} in ASCII; empty for a number that the table does not know. */
  final byte[] name;

  /** What strace calls it if that is another name; else empty. */
  final byte[] alias;

  /** Null for a number that the table does not know. */
  final @Nullable Syscall syscall;

  final RegisterLayout layout;

  /** Whether it starts a program, so that its first string is an image. */
  final boolean executes;

  /** Whether its result is a new thread or process. */
  final boolean forks;

  /** Whether strace prints calls of i386's socketcall or ipc by this name too. */
  final boolean sharesName;

  /** Whether the name alone does not tell the number, because socketcall and ipc print it too. */
  final boolean multiplexed;

  /**
   * Whether its name tells the ABI, once that was asked; see {@link SyscallNames#tellsAbi}. Several
   * threads may find it out, all the same.
   */
  @Nullable Boolean tellsAbi;

  /** The first argument, which the printed name tells (see {@link Multiplexer}); else -1. */
  final long call;

  /** As many as its arity. */
  final ArgumentEntry[] arguments;

  /** A syscall that is printed by its name. */
  SyscallEntry(Syscall syscall) {
    this(syscall, RegisterLayout.of(syscall), named(syscall), -1);
  }

  /** A call of socketcall or ipc, or with {@code call} -1 one that is not known. */
  static SyscallEntry multiplexed(Syscall syscall, long call) {
    return new SyscallEntry(syscall, RegisterLayout.NONE, named(syscall), call);
  }

  private SyscallEntry(
      Syscall syscall, RegisterLayout layout, ArgumentEntry[] arguments, long call) {
    this.call = call;
    this.syscall = syscall;
    arch = syscall.arch();
    number = syscall.number();
    name = Ascii.bytes(syscall.name());
    alias = Ascii.bytes(ALIASES.getOrDefault(syscall.name(), ""));
    this.layout = layout;
    forks = FORKING.contains(syscall.name());
    sharesName = Multiplexer.prints(Arch.I386, syscall.name());
    multiplexed = Multiplexer.prints(arch, syscall.name());
    executes = syscall.name().equals("execve") || syscall.name().equals("execveat");
    this.arguments = arguments;
  }

  /**
   * A number that the table does not know.
   *
   * @param layout whether its arguments are printed as registers or tell nothing
   */
  SyscallEntry(Arch arch, int number, RegisterLayout layout) {
    this.arch = arch;
    this.number = number;
    syscall = null;
    name = ThreadState.NO_BYTES;
    alias = ThreadState.NO_BYTES;
    this.layout = layout;
    executes = false;
    forks = false;
    sharesName = false;
    multiplexed = false;
    call = -1;
    arguments = new ArgumentEntry[6];
    long mask = arch.registerBits() == 64 ? -1L : 0xffff_ffffL;
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = new ArgumentEntry("nr(" + number + ")", "arg" + i, false, mask);
    }
  }

  /** A syscall that strace has no name for, so that it prints the registers. */
  static SyscallEntry unnamed(Syscall syscall) {
    ArgumentEntry[] arguments = new ArgumentEntry[syscall.arity()];
    for (int i = 0; i < arguments.length; i++) {
      Argument argument = syscall.arguments().get(i);
      boolean pointer = argument.kind() == Kind.POINTER;
      arguments[i] = new ArgumentEntry(syscall.name(), argument.name(), pointer, argument.mask());
    }
    return new SyscallEntry(syscall, RegisterLayout.ORDERED, arguments, -1);
  }

  private static ArgumentEntry[] named(Syscall syscall) {
    ArgumentEntry[] arguments = new ArgumentEntry[syscall.arity()];
    boolean mode = MODE_APPENDED.contains(syscall.name());
    for (int i = 0; i < arguments.length; i++) {
      Argument argument = syscall.arguments().get(i);
      arguments[i] = new ArgumentEntry(syscall.name(), argument, mode && i == arguments.length - 1);
    }
    return arguments;
  }

  int arity() {
    return arguments.length;
  }

  boolean isNamed(byte[] b, int from, int to) {
    return (to - from == name.length && Ascii.startsWith(b, from, to, name))
        || (to - from == alias.length && to > from && Ascii.startsWith(b, from, to, alias));
  }

  /** Whether an event made the thread or process that its result names. */
  static boolean forks(SyscallEvent event) {
    boolean made = event.resultKnown() && event.result() > 0 && event.result() <= Integer.MAX_VALUE;
    Syscall called = made ? SyscallTable.of(event.arch()).byNumber(event.number()) : null;
    return called != null && FORKING.contains(called.name());
  }

  /** The name, or {@code nr(N)} as in policies. */
  String shownName() {
    return syscall == null ? "nr(" + number + ")" : syscall.name();
  }
}

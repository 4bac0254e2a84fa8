package dev.winnow.recorder.strace;

import dev.winnow.recorder.symbols.IoctlLayout;
import dev.winnow.traces.Knowledge;
import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The operations for which strace prints the lower half of a 64-bit argument as an unsigned number,
 * because the kernel looks at no more: the upper half of the register is then not known. Found by
 * calling every operation that strace has a name for with upper halves that no program fills. What
 * it prints of other operations, those that it does not know among them, is the whole register.
 */
final class Narrowed {
  /** SETFD and SETFL. */
  private static final Narrowed FCNTL = new Narrowed(1, 2, 4);

  /** SET_UNALIGN, SET_TSC, SET_MM, SET_FP_MODE and SCHED_CORE. */
  private static final Narrowed PRCTL = new Narrowed(0, 6, 26, 35, 45, 62);

  /** CHOWN, SETPERM, NEGATE, SET_TIMEOUT, REJECT, GET_PERSISTENT and MOVE. */
  private static final Narrowed KEYCTL = new Narrowed(0, 4, 5, 13, 15, 19, 22, 30);

  /** GETREGSET and SETREGSET. */
  private static final Narrowed PTRACE = new Narrowed(0, 0x4204, 0x4205);

  /**
   * PERF_EVENT_IOC_ENABLE, _DISABLE and _RESET, SG_SET_TRANSFORM, KDMKTONE, KDSETMODE, KDSKBMETA,
   * NBD_SET_FLAGS, KVM_CREATE_VCPU and BTRFS_IOC_BALANCE_CTL.
   */
  private static final Narrowed IOCTL =
      new Narrowed(
          1, 0x2400, 0x2401, 0x2403, 0x2204, 0x4b30, 0x4b3a, 0x4b63, 0xab0a, 0xae41, 0x40049421);

  /** The register of the operation. */
  private final int register;

  private final long[] operations;

  private Narrowed(int register, long... operations) {
    this.register = register;
    this.operations = operations;
  }

  /** That of a syscall, or null if its arguments are printed as they are. */
  static @Nullable Narrowed of(String syscall) {
    return switch (syscall) {
      case "fcntl", "fcntl64" -> FCNTL;
      case "prctl" -> PRCTL;
      case "keyctl" -> KEYCTL;
      case "ptrace" -> PTRACE;
      case "ioctl" -> IOCTL;
      default -> null;
    };
  }

  /** Whether the operation of {@code event} is one of them or not known. */
  boolean applies(SyscallEvent event) {
    if (event.knowledge(register) != Knowledge.VALUE) {
      return true;
    }
    long value = event.value(register);
    long operation = this == IOCTL ? IoctlLayout.of(event.arch()).generic(value) : value;
    return Arrays.stream(operations).anyMatch(narrowed -> narrowed == operation);
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;

/**
 * Which register a printed argument was in. Almost always the one with the same index; the
 * exceptions were found by comparing 720,000 printed calls with their registers. {@code -e raw=all}
 * prints all registers in order, so each exception also looks at how many were printed.
 */
enum RegisterLayout {
  /** Printed in the order of the registers, perhaps not all of them. */
  ORDERED,
  /** {@code clone(child_stack=…, flags=…, parent_tid=…, child_tidptr=…)}: by name. */
  CLONE,
  /** WAIT_BITSET, WAKE_BITSET and LOCK_PI leave out registers that the operation ignores. */
  FUTEX,
  /** With three arguments the third is the fourth register: {@code ptrace(GETREGS, pid, {…})}. */
  THIRD_IS_FOURTH,
  /** pos_l and pos_h are one argument, so that the fifth, the flags, is the sixth register. */
  FIFTH_IS_SIXTH,
  /** The third argument of some requests is printed as what it points to, without brackets. */
  IOCTL,
  /** What is printed is no register: {@code rt_sigreturn({mask=[]})}. */
  NONE,
  /** 32 bits: pairs of registers are printed as one number from the second argument on. */
  FIRST_ONLY,
  /** 32 bits: likewise from the third on. */
  FIRST_TWO_ONLY,
  /** 32 bits: likewise from the fourth on. */
  FIRST_THREE_ONLY,
  /** 32 bits: {@code _llseek(fd, offset of two registers, result, whence)}. */
  LLSEEK,
  /** 32 bits: {@code mmap2} counts its offset in pages, and strace prints bytes. */
  FIRST_FIVE_ONLY;

  private static final int FUTEX_LOCK_PI = 6;
  private static final int FUTEX_WAIT_BITSET = 9;
  private static final int FUTEX_WAKE_BITSET = 10;
  private static final int FUTEX_LOCK_PI2 = 13;

  /** What strace looks at of a futex's operation; the rest are flags. */
  private static final int FUTEX_OPERATION = 127;

  /** No register: the argument is not to be looked at. */
  static final int NOWHERE = -1;

  /** Not all arguments were printed. */
  static final int PARTIAL = 0;

  static RegisterLayout of(Syscall syscall) {
    RegisterLayout everywhere =
        switch (syscall.name()) {
          case "clone" -> CLONE;
          case "futex", "futex_time64" -> FUTEX;
          case "ptrace", "quotactl", "quotactl_fd" -> THIRD_IS_FOURTH;
          case "preadv2", "pwritev2" -> FIFTH_IS_SIXTH;
          case "ioctl" -> IOCTL;
          case "rt_sigreturn", "sigreturn", "restart_syscall" -> NONE;
          default -> ORDERED;
        };
    if (syscall.arch() == Arch.S390X && syscall.name().equals("mmap")) {
      return NONE; // The register points to the six arguments that are printed.
    }
    boolean wide = syscall.arch().registerBits() == 64;
    return wide ? everywhere : of32Bits(syscall.name(), everywhere);
  }

  private static RegisterLayout of32Bits(String name, RegisterLayout otherwise) {
    return switch (name) {
      case "mmap", "select", "sigsuspend", "lookup_dcookie" -> NONE;
      case "_llseek" -> LLSEEK;
      case "readahead",
          "truncate64",
          "ftruncate64",
          "fadvise64",
          "fadvise64_64",
          "arm_fadvise64_64",
          "sync_file_range" ->
          FIRST_ONLY;
      case "fallocate", "fanotify_mark", "arm_sync_file_range" -> FIRST_TWO_ONLY;
      case "pread64", "pwrite64", "preadv", "pwritev", "preadv2", "pwritev2" -> FIRST_THREE_ONLY;
      case "mmap2" -> FIRST_FIVE_ONLY;
      default -> otherwise;
    };
  }

  /**
   * The register of printed argument {@code slot}, or {@link #NOWHERE}.
   *
   * @param count how many arguments were printed; {@link #PARTIAL} if the list is cut off
   * @param second the value of the second, or -1 if it is not known
   */
  int register(int slot, int count, long second) {
    return switch (this) {
      case ORDERED, IOCTL, CLONE -> slot;
      case FUTEX -> slot < 2 ? slot : futex(slot, count, second);
      case THIRD_IS_FOURTH -> slot < 2 ? slot : whole(slot, count, 3);
      case FIFTH_IS_SIXTH -> slot < 4 ? slot : whole(slot, count, 5);
      case NONE -> NOWHERE;
      case FIRST_ONLY -> slot < 1 ? slot : NOWHERE;
      case FIRST_TWO_ONLY -> slot < 2 ? slot : NOWHERE;
      case FIRST_THREE_ONLY -> slot < 3 ? slot : NOWHERE;
      case LLSEEK -> slot < 1 ? slot : llseek(slot, count);
      case FIRST_FIVE_ONLY -> slot < 5 ? slot : NOWHERE;
    };
  }

  /** The last of {@code shortened} arguments is one register further. */
  private static int whole(int slot, int count, int shortened) {
    if (count == PARTIAL) {
      return NOWHERE;
    }
    return slot == shortened - 1 && count == shortened ? shortened : slot;
  }

  /** All five registers, or four arguments of which the last is the fifth register. */
  private static int llseek(int slot, int count) {
    if (count == 5) {
      return slot;
    }
    return count == 4 && slot == 3 ? 4 : NOWHERE;
  }

  private static int futex(int slot, int count, long op) {
    if (count == 6) {
      return slot;
    }
    if (op < 0 || count == PARTIAL) {
      return NOWHERE;
    }
    return switch ((int) op & FUTEX_OPERATION) {
      case FUTEX_WAIT_BITSET -> slot == 4 ? 5 : slot;
      case FUTEX_WAKE_BITSET -> slot == 3 ? 5 : slot;
      case FUTEX_LOCK_PI, FUTEX_LOCK_PI2 -> slot == 2 ? 3 : slot;
      default -> slot;
    };
  }
}

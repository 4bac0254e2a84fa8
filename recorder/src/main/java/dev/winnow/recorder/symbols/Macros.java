package dev.winnow.recorder.symbols;

import dev.winnow.traces.Arch;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/**
 * The function-like macros that strace prints for numbers, by their definitions in the kernel's
 * headers: asm/ioctl.h, linux/input.h, linux/hidraw.h, linux/hiddev.h, linux/joystick.h,
 * linux/uinput.h, linux/ioprio.h, linux/posix-timers.h, linux/quota.h, linux/version.h.
 *
 * <p>Left out are those that strace prints whatever the request's size or direction is, so that
 * they do not determine the number: EVIOCGABS, EVIOCSABS, HIDIOCSFEATURE and its kin, MIXER_READ,
 * MIXER_WRITE, and SPI_IOC_MESSAGE, whose argument is not the macro's.
 */
final class Macros {
  /** The most parameters that one of them has. */
  static final int PARAMETERS = 4;

  private static final List<String> USER_REGISTERS =
      List.of(
          "R15",
          "R14",
          "R13",
          "R12",
          "RBP",
          "RBX",
          "R11",
          "R10",
          "R9",
          "R8",
          "RAX",
          "RCX",
          "RDX",
          "RSI",
          "RDI",
          "ORIG_RAX",
          "RIP",
          "CS",
          "EFL",
          "RSP",
          "SS");

  private final IoctlLayout ioctls;
  private final boolean bigEndian;

  /** As the headers of {@code arch} define them. */
  Macros(Arch arch) {
    ioctls = IoctlLayout.of(arch);
    bigEndian = arch.byteOrder() == ByteOrder.BIG_ENDIAN;
  }

  /** The value of {@code name(a[0], …, a[count - 1])}; empty if it is not one of them. */
  OptionalLong value(String name, long[] a, int count) {
    return switch (count) {
      case 1 -> ofOne(name, a[0]);
      case 2 -> ofTwo(name, a[0], a[1]);
      case 3 ->
          name.equals("KERNEL_VERSION")
              ? OptionalLong.of((a[0] << 16) + (a[1] << 8) + Math.min(a[2], 255))
              : OptionalLong.empty();
      case 4 -> name.equals("_IOC") ? ioc(a[0], a[1], a[2], a[3]) : OptionalLong.empty();
      default -> OptionalLong.empty();
    };
  }

  /** Names that are no constants of a header: an address, and what stands in arguments only. */
  OptionalLong constant(String name) {
    return switch (name) {
      case "NULL", "CPUCLOCK_PROF" -> OptionalLong.of(0);
      case "CPUCLOCK_VIRT" -> OptionalLong.of(1);
      case "CPUCLOCK_SCHED" -> OptionalLong.of(2);
      case "_IOC_NONE" -> OptionalLong.of(ioctls.none);
      case "_IOC_WRITE" -> OptionalLong.of(ioctls.write);
      case "_IOC_READ" -> OptionalLong.of(ioctls.read);
      case "PTRACE_ARCH_PRCTL" ->
          OptionalLong.of(30); // printed for i386 too, whose headers lack it
      default -> OptionalLong.empty();
    };
  }

  /** The index of a register in struct user_regs_struct of x86_64's sys/user.h, or -1. */
  static int userRegister(String name) {
    return USER_REGISTERS.indexOf(name);
  }

  private OptionalLong ofOne(String name, long a) {
    return switch (name) {
      case "EVIOCGNAME" -> read('E', 0x06, a);
      case "EVIOCGPHYS" -> read('E', 0x07, a);
      case "EVIOCGUNIQ" -> read('E', 0x08, a);
      case "EVIOCGPROP" -> read('E', 0x09, a);
      case "EVIOCGMTSLOTS" -> read('E', 0x0a, a);
      case "EVIOCGKEY" -> read('E', 0x18, a);
      case "EVIOCGLED" -> read('E', 0x19, a);
      case "EVIOCGSND" -> read('E', 0x1a, a);
      case "EVIOCGSW" -> read('E', 0x1b, a);
      case "HIDIOCGRAWNAME" -> read('H', 0x04, a);
      case "HIDIOCGRAWPHYS" -> read('H', 0x05, a);
      case "HIDIOCGRAWUNIQ" -> read('H', 0x08, a);
      case "HIDIOCGPHYS" -> read('H', 0x12, a);
      case "JSIOCGNAME" -> read('j', 0x13, a);
      case "UI_GET_SYSNAME" -> read('U', 44, a);
      case "htons" -> OptionalLong.of(Short.toUnsignedLong(networkOrder((short) a)));
      case "FD_TO_CLOCKID" -> OptionalLong.of(~a << 3 | 3);
      default -> OptionalLong.empty();
    };
  }

  private OptionalLong ofTwo(String name, long a, long b) {
    return switch (name) {
      case "EVIOCGBIT" -> read('E', 0x20 + a, b);
      case "makedev" -> OptionalLong.of(device(a, b));
      case "QCMD" -> OptionalLong.of((a << 8) | (b & 0xff));
      case "IOPRIO_PRIO_VALUE" -> OptionalLong.of(a << 13 | b);
      case "MAKE_PROCESS_CPUCLOCK" -> OptionalLong.of(~a << 3 | b);
      case "MAKE_THREAD_CPUCLOCK" -> OptionalLong.of(~a << 3 | 4 | b);
      default -> OptionalLong.empty();
    };
  }

  /** The C library's 64-bit {@code dev_t}, of which syscalls take the low half. */
  private static long device(long major, long minor) {
    return ((major & 0xfff) << 8)
        | ((major & ~0xfffL) << 32)
        | (minor & 0xff)
        | ((minor & ~0xffL) << 12);
  }

  private OptionalLong ioc(long direction, long type, long function, long size) {
    return OptionalLong.of(ioctls.request(direction, type, function, size));
  }

  /** {@code _IOC(_IOC_READ, type, function, size)}. */
  private OptionalLong read(long type, long function, long size) {
    return ioc(ioctls.read, type, function, size);
  }

  private short networkOrder(short value) {
    return bigEndian ? value : Short.reverseBytes(value);
  }
}

package dev.winnow.traces;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConstantsTest {
  private static final long MISSING = Long.MIN_VALUE + 7;

  @ParameterizedTest
  @CsvSource({
    "O_RDONLY, 0",
    "O_CLOEXEC, 0x80000",
    "O_SYNC, 0x101000",
    "O_TMPFILE, 0x410000",
    "O_LARGEFILE, 0x8000",
    "AT_FDCWD, -100",
    "PROT_EXEC, 4",
    "MAP_ANONYMOUS, 0x20",
    "MAP_HUGE_SHIFT, 26",
    "AF_NETLINK, 16",
    "SOCK_CLOEXEC, 0x80000",
    "F_DUPFD_CLOEXEC, 1030",
    "F_GETLK64, 12",
    "F_SETLKW64, 14",
    "TCGETS, 0x5401",
    "TCGETS2, 0x802c542a",
    "FS_IOC_FIEMAP, 0xc020660b",
    "SIGRTMIN, 32",
    "SIGRT_1, 33",
    "SIGRT_32, 64",
    "ENOSYS, 38",
    "SUID_DUMP_USER, 1",
    "PR_SET_PTRACER_ANY, -1",
    "IPC_64, 0x100",
    "FUTEX_WAIT_BITSET_PRIVATE, 137",
    "W_OK, 2",
    "S_IFREG, 0x8000",
    "MFD_NOEXEC_SEAL, 8",
    "P_PIDFD, 3",
    "SHUT_RDWR, 2",
  })
  void valuesOfX86AreTheKernels(String name, String value) {
    assertEquals(OptionalLong.of(Long.decode(value)), Constants.of(Arch.X86_64).value(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64, BTRFS_IOC_SEND, 0x40489426",
    "I386,   BTRFS_IOC_SEND, 0x40449426",
    "I386,   FS_IOC_GETFLAGS, 0x80046601",
    "X32,    FS_IOC_GETFLAGS, 0x80046601",
    "I386,   O_CLOEXEC, 0x80000",
    "X32,    AT_FDCWD, -100",
    "AARCH64, O_DIRECTORY, 0x4000",
    "AARCH64, O_DIRECT, 0x10000",
    "AARCH64, O_TMPFILE, 0x404000",
    "AARCH64, O_LARGEFILE, 0x20000",
    "AARCH64, PROT_BTI, 0x10",
    "AARCH64, BTRFS_IOC_SEND, 0x40489426",
    "ARM,     O_DIRECTORY, 0x4000",
    "ARM,     FS_IOC_GETFLAGS, 0x80046601",
    "RISCV64, O_DIRECTORY, 0x10000",
    "PPC64LE, TCGETS, 0x402c7413",
    "PPC64LE, FIONREAD, 0x4004667f",
    "PPC64LE, FICLONE, 0x80049409",
    "PPC64LE, MAP_LOCKED, 0x80",
    "PPC64LE, HCIDEVUP, 0x800448c9",
    "S390X,   O_DIRECTORY, 0x10000",
    "S390X,   SOL_SOCKET, 1",
    "MIPS64,  SOL_SOCKET, 0xffff",
    "MIPS64,  O_CREAT, 0x100",
    "MIPS64,  MAP_ANONYMOUS, 0x800",
    "MIPS64,  SIGUSR1, 16",
    "MIPS64,  SIGCHLD, 18",
    "MIPS64,  SIG_BLOCK, 1",
    "MIPS64,  SOCK_STREAM, 2",
    "MIPS64,  SOCK_NONBLOCK, 0x80",
    "MIPS64,  ENOSYS, 89",
    "MIPS64,  SIGRT_95, 127",
    "MIPSEL64, TIOCGWINSZ, 0x40087468",
    "PPC64LE, TIOCGWINSZ, 0x40087468",
    "AARCH64, VSOCK_RECVERR, 1",
  })
  void valuesThatDependOnTheSizeOfLongAreTheArchitectures(Arch arch, String name, String value) {
    assertEquals(OptionalLong.of(Long.decode(value)), Constants.of(arch).value(name), name);
  }

  @ParameterizedTest
  @CsvSource({
    "AARCH64, MAP_32BIT",
    "AARCH64, ARCH_SET_FS",
    "MIPS64, SIGSTKFLT",
    "X86_64, PROT_BTI",
    "X86_64, SIGRT_95",
  })
  void namesOfOtherArchitecturesHaveNoValue(Arch arch, String name) {
    assertEquals(OptionalLong.empty(), Constants.of(arch).value(name));
    assertFalse(Constants.of(arch).names().contains(name));
  }

  /** Names that strace prints and that no libc header, and mostly no uapi header, has. */
  @ParameterizedTest
  @CsvSource({
    "KEY_POS_VIEW, 0x1000000",
    "KEY_OTH_ALL, 0x3f",
    "Q_V1_GETQUOTA, 0x300",
    "MSG_PROBE, 0x10",
    "BT_SECURITY, 4",
    "XFEATURE_XTILE_DATA, 18",
    "HCIDEVUP, 0x400448c9",
    "DRM_IOCTL_VERSION, 0xc0406400",
    "DRM_IOCTL_I915_GEM_MMAP, 0xc028645e",
    "IOC_PR_REGISTER, 0x401870c8",
    "IOC_OPAL_SAVE, 0x411870dc",
    "AMDKFD_IOC_GET_VERSION, 0x80084b01",
    "TIOCGISO7816, 0x80285442",
  })
  void whatATracerPrintsBeyondLibcIsKnown(String name, String value) {
    assertEquals(OptionalLong.of(Long.decode(value)), Constants.of(Arch.X86_64).value(name), name);
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void deadArgumentsAreDecidedByTheArchitecturesBits(Arch arch) {
    Constants constants = Constants.of(arch);
    for (String name : List.of("openat", "mmap", "mmap2", "fcntl")) {
      Syscall syscall = SyscallTable.of(arch).byName(name);
      for (DeadArguments.Guard guard : guards(syscall)) {
        long bits =
            switch (name) {
              case "openat" -> value(constants, "O_CREAT") | value(constants, "__O_TMPFILE");
              case "fcntl" -> -1;
              default -> value(constants, "MAP_ANONYMOUS");
            };
        assertEquals(bits, guard.mask(), name);
        switch (name) {
          case "openat" -> assertFalse(guard.dead(value(constants, "O_CREAT")));
          case "fcntl" -> assertTrue(guard.dead(value(constants, "F_GETOWN")));
          default -> assertTrue(guard.dead(value(constants, "MAP_ANONYMOUS")));
        }
      }
    }
  }

  private static List<DeadArguments.Guard> guards(@Nullable Syscall syscall) {
    return syscall == null ? List.of() : DeadArguments.of(syscall);
  }

  private static long value(Constants constants, String name) {
    return constants.value(name).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({
    "socket, 2, protocol, 2, 6, IPPROTO_TCP",
    "socket, 10, protocol, 2, 0, IPPROTO_IP",
    "socket, 16, protocol, 2, 15, NETLINK_KOBJECT_UEVENT",
    "socket, 1, protocol, 2, 0, ",
    "setsockopt, 1, optname, 2, 2, SO_REUSEADDR",
    "setsockopt, 6, optname, 2, 1, TCP_NODELAY",
    "getsockopt, 41, optname, 2, 26, IPV6_V6ONLY",
    "getsockopt, 279, optname, 2, 1, ",
  })
  void anotherArgumentDecidesAboutTheNames(
      String name, long deciding, String argument, int index, long value, String expected) {
    Syscall syscall = SyscallTable.of(Arch.X86_64).byName(name);
    assertNotNull(syscall);
    assertEquals(index, syscall.indexOf(argument));
    int by = name.endsWith("opt") ? 1 : 0;
    Constants constants = Constants.of(Arch.X86_64);
    ConstantFamily family = constants.family(syscall, index, Map.of(by, Set.of(deciding)));
    assertEquals(expected, family == null ? null : family.nameOf(value));
    assertNull(constants.family(syscall, index, Map.of()), "nothing decides");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "O_", "O_CLOEXECX", "o_cloexec", "EINVAL ", "\u00e9"})
  void unknownNamesHaveNoValue(String name) {
    assertEquals(OptionalLong.empty(), Constants.of(Arch.X86_64).value(name));
    byte[] bytes = name.getBytes(US_ASCII);
    assertEquals(MISSING, Constants.of(Arch.X86_64).value(bytes, 0, bytes.length, MISSING));
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void bytesAndStringsFindTheSameValueForEveryName(Arch arch) {
    Constants constants = Constants.of(arch);
    List<String> names = constants.names();
    assertEquals(names.size(), new HashSet<>(names).size(), "no name twice");
    assertTrue(names.size() > 12_000, "names: " + names.size());
    for (String name : names) {
      byte[] padded = ("<" + name + "|").getBytes(US_ASCII);
      long value = constants.value(padded, 1, padded.length - 1, MISSING);
      assertEquals(OptionalLong.of(value), constants.value(name), name);
    }
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyFamilyOfATableExistsAndEveryNameOfAFamilyIsAConstant(Arch arch) {
    Constants constants = Constants.of(arch);
    Set<String> used = new HashSet<>();
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      for (Argument argument : syscall.arguments()) {
        used.add(argument.constants());
      }
    }
    used.remove("");
    for (String family : used) {
      assertNotNull(constants.family(family), family);
    }
    for (String name : constants.families()) {
      ConstantFamily family = constants.family(name);
      assertNotNull(family, name);
      for (String constant : family.constants()) {
        assertEquals(constants.value(constant), family.value(constant), name + " " + constant);
      }
    }
    assertNull(constants.family("NO_SUCH_"));
  }

  @Test
  void aNameOfSomeArchitecturesIsAConstantOfOneAtLeast() {
    List<String> names =
        Resource.lines(Constants.class, "families.tsv").stream()
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> Stream.of(line.split("[\t ]", -1)))
            .filter(word -> word.startsWith("?"))
            .map(word -> word.substring(1))
            .toList();
    assertTrue(names.size() > 60, names.toString());
    for (String name : names) {
      long having =
          Stream.of(Arch.values())
              .filter(arch -> Constants.of(arch).value(name).isPresent())
              .count();
      assertTrue(having > 0 && having < Arch.values().length, name + ": " + having);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AF_, 1, AF_UNIX",
    "AF_, 16, AF_NETLINK",
    "IPPROTO_, 0, IPPROTO_IP",
    "SIG, 6, SIGABRT",
    "SIG, 29, SIGIO",
    "SIG, 33, SIGRT_1",
    "errno, 11, EAGAIN",
    "errno, 95, EOPNOTSUPP",
    "ioctl, 0x5401, TCGETS",
    "ioctl, 0x541b, FIONREAD",
    "ioctl, 0x40049409, FICLONE",
    "ioctl, 0xae80, KVM_RUN",
    "FUTEX_, 128, FUTEX_WAIT_PRIVATE",
    "FUTEX_, 0, FUTEX_WAIT",
    "AT_FDCWD, 0xffffff9c, AT_FDCWD",
    "AT_FDCWD, -100, AT_FDCWD",
    "O_, 3, O_ACCMODE",
    "MAP_, 3, MAP_SHARED_VALIDATE",
    "SEEK_, 4, SEEK_HOLE",
    "PR_, 0x53564d41, PR_SET_VMA",
    "LINUX_REBOOT_MAGIC, 0xfee1dead, LINUX_REBOOT_MAGIC1",
  })
  void aValueGoesByItsUsualName(String family, String value, String name) {
    assertEquals(name, familyOf(family).nameOf(Long.decode(value)));
  }

  /** Masks as a person would write them. */
  @ParameterizedTest
  @CsvSource({
    "O_, 0, O_RDONLY",
    "O_, 0x80000, O_CLOEXEC",
    "O_, 0x90800, O_NONBLOCK|O_DIRECTORY|O_CLOEXEC",
    "O_, 0x3, O_WRONLY|O_RDWR",
    "O_, 0x80241, O_WRONLY|O_CREAT|O_TRUNC|O_CLOEXEC",
    "O_, 0x101000, O_SYNC",
    "O_, 0x1000, O_DSYNC",
    "O_, 0x100000, __O_SYNC",
    "O_, 0x410002, O_RDWR|O_TMPFILE",
    "O_, 0x10000, O_DIRECTORY",
    "O_, 0x400000, __O_TMPFILE",
    "PROT_, 0, PROT_NONE",
    "PROT_, 7, PROT_READ|PROT_WRITE|PROT_EXEC",
    "MAP_, 0x22, MAP_PRIVATE|MAP_ANONYMOUS",
    "MAP_, 0x23, MAP_SHARED|MAP_PRIVATE|MAP_ANONYMOUS",
    "SOCK_, 0x80801, SOCK_STREAM|SOCK_CLOEXEC|SOCK_NONBLOCK",
    "SOCK_, 0x80003, SOCK_RAW|SOCK_CLOEXEC",
    "SOCK_, 5, SOCK_SEQPACKET",
    "FUTEX_, 0x189, FUTEX_WAIT_BITSET_PRIVATE|FUTEX_CLOCK_REALTIME",
    "FUTEX_, 0x100, FUTEX_WAIT|FUTEX_CLOCK_REALTIME",
    "CLONE_, 0x1200011, CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD",
    "CLONE_, 0x4111, CLONE_VM|CLONE_VFORK|SIGCHLD",
    "MSG_, 0x4040, MSG_DONTWAIT|MSG_NOSIGNAL",
    "W, 0x80000001, WNOHANG|__WCLONE",
    "PER_, 0x40000, PER_LINUX|ADDR_NO_RANDOMIZE",
    "shmctl, 0x102, IPC_STAT|IPC_64",
    "IN_, 0x80000100, IN_CREATE|IN_ONESHOT",
  })
  void bitsGoByTheNamesAPersonWouldWrite(String family, String bits, String names) {
    List<String> found = familyOf(family).namesOfBits(Long.decode(bits));
    assertEquals(names, found == null ? null : String.join("|", found));
  }

  @Test
  void bitsWithoutANameHaveNoNames() {
    assertNull(familyOf("PROT_").namesOfBits(0x8000));
    assertNull(familyOf("MSG_").namesOfBits(0));
    assertNull(familyOf("SOCK_").namesOfBits(0x80007));
  }

  @Test
  void theNamesOfBitsAlwaysMeanTheBits() {
    for (String name : Constants.of(Arch.X86_64).families()) {
      ConstantFamily family = familyOf(name);
      for (long bits = 0; bits < 1 << 12; bits++) {
        List<String> names = family.namesOfBits(bits);
        if (names != null) {
          long value = 0;
          for (String each : names) {
            value |= family.value(each).orElseThrow();
          }
          assertEquals(bits, value & 0xffffffffL, name + " " + names);
        }
      }
    }
  }

  @Test
  void socketOptionsGoByTheirLevel() {
    Constants constants = Constants.of(Arch.X86_64);
    Map<String, String> names =
        Map.of("SOL_SOCKET", "SO_DEBUG", "SOL_TCP", "TCP_NODELAY", "SOL_IP", "IP_TOS");
    names.forEach((level, option) -> {
      ConstantFamily family = constants.optionFamily(constants.value(level).orElseThrow());
      assertNotNull(family, level);
      assertEquals(option, family.nameOf(1), level);
    });
    assertNull(constants.optionFamily(constants.value("SOL_ALG").orElseThrow()));
  }

  private static ConstantFamily familyOf(String name) {
    ConstantFamily family = Constants.of(Arch.X86_64).family(name);
    assertNotNull(family, name);
    return family;
  }
}

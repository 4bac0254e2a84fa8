package dev.winnow.traces;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyscallTableTest {
  @Test
  void x86IsCompleteToLinux72() {
    Set<Integer> expected = new TreeSet<>();
    IntStream.rangeClosed(0, 336).forEach(expected::add);
    IntStream.rangeClosed(424, 471).forEach(expected::add);
    assertEquals(expected, numbers(Arch.X86_64));
    assertEquals("7.2", SyscallTable.of(Arch.X86_64).kernel());
  }

  @Test
  void i386IsCompleteToLinux72() {
    Set<Integer> expected = new TreeSet<>();
    IntStream.rangeClosed(0, 471).forEach(expected::add);
    // Never assigned, or reserved for the numbers that 64-bit architectures got.
    expected.removeAll(List.of(222, 223, 251, 285, 387, 388, 389, 390, 391, 392, 415));
    assertEquals(expected, numbers(Arch.I386));
  }

  @Test
  void x32IsTheCommonCallsAndItsOwnWithBit30() {
    SyscallTable native64 = SyscallTable.of(Arch.X86_64);
    Set<String> own = new TreeSet<>();
    for (Syscall syscall : SyscallTable.of(Arch.X32).all()) {
      assertEquals(Arch.X32_BIT, syscall.number() & Arch.X32_BIT, syscall.name());
      int number = syscall.number() & ~Arch.X32_BIT;
      if (number >= 512 && number <= 547) {
        own.add(syscall.name());
      } else {
        Syscall common = native64.byNumber(number);
        assertEquals(syscall.name(), common == null ? null : common.name());
      }
    }
    assertEquals(36, own.size());
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64, 0, read",
    "X86_64, 59, execve",
    "X86_64, 262, newfstatat",
    "X86_64, 334, rseq",
    "X86_64, 335, uretprobe",
    "X86_64, 453, map_shadow_stack",
    "X86_64, 470, listns",
    "X86_64, 471, rseq_slice_yield",
    "I386, 3, read",
    "I386, 11, execve",
    "I386, 102, socketcall",
    "I386, 192, mmap2",
    "I386, 403, clock_gettime64",
    "I386, 471, rseq_slice_yield",
    "AARCH64, 63, read",
    "AARCH64, 221, execve",
    "AARCH64, 447, memfd_secret",
    "AARCH64, 470, listns",
    "ARM, 11, execve",
    "ARM, 270, arm_fadvise64_64",
    "ARM, 341, arm_sync_file_range",
    "ARM, 471, rseq_slice_yield",
    "ARM, 0xf0002, cacheflush",
    "ARM, 0xf0005, set_tls",
    "RISCV64, 221, execve",
    "RISCV64, 258, riscv_hwprobe",
    "RISCV64, 259, riscv_flush_icache",
    "PPC64LE, 11, execve",
    "PPC64LE, 308, sync_file_range2",
    "PPC64LE, 470, listns",
    "S390X, 11, execve",
    "S390X, 293, newfstatat",
    "S390X, 447, memfd_secret",
    "MIPS64, 5000, read",
    "MIPS64, 5057, execve",
    "MIPS64, 5471, rseq_slice_yield",
    "MIPSEL64, 5057, execve",
    "X32, 0x40000000, read",
    "X32, 0x40000208, execve",
    "X32, 0x400001d6, listns",
  })
  void numbersAndNamesFindTheSameSyscall(Arch arch, String number, String name) {
    SyscallTable table = SyscallTable.of(arch);
    Syscall syscall = table.byNumber(Integer.decode(number));
    assertNotNull(syscall);
    assertEquals(name, syscall.name());
    assertSame(syscall, table.byName(name));
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64, -1",
    "X86_64, 337",
    "X86_64, 423",
    "X86_64, 472",
    "X86_64, 512",
    "X86_64, 0x40000000",
    "X86_64, 0x7fffffff",
    "X86_64, -2147483648",
    "I386, 222",
    "I386, 472",
    "AARCH64, 244",
    "AARCH64, 472",
    "ARM, 7",
    "ARM, 447",
    "ARM, 0xf0000",
    "ARM, 0xf0007",
    "MIPS64, 0",
    "MIPS64, 5472",
    "X32, 0",
    "X32, 520",
    "X32, 0x4000003b",
    "X32, 0x7fffffff",
    "X32, -1",
  })
  void numbersThatAreNoSyscallFindNothing(Arch arch, String number) {
    assertNull(SyscallTable.of(arch).byNumber(Integer.decode(number)));
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyLookUpFindsEverySyscall(Arch arch) {
    SyscallTable table = SyscallTable.of(arch);
    for (Syscall syscall : table.all()) {
      assertSame(syscall, table.byNumber(syscall.number()));
      assertSame(syscall, table.byName(syscall.name()));
      assertEquals(arch, syscall.arch());
    }
    assertNotNull(table.byNumber(table.highest()));
    assertNull(table.byNumber(table.highest() + 1));
    assertNull(table.byName("no_such_call"));
    assertSame(table, SyscallTable.of(arch));
  }

  @Test
  void theHighestNumberIsLinux72s() {
    assertEquals(471, SyscallTable.of(Arch.X86_64).highest());
    assertEquals(471, SyscallTable.of(Arch.I386).highest());
    assertEquals(Arch.X32_BIT | 547, SyscallTable.of(Arch.X32).highest());
    assertEquals(471, SyscallTable.of(Arch.ARM).highest());
    assertEquals(5471, SyscallTable.of(Arch.MIPS64).highest());
  }

  /** From 424 on all architectures count alike; what x86 alone has is elsewhere. */
  @ParameterizedTest
  @EnumSource(value = Arch.class, mode = EnumSource.Mode.EXCLUDE, names = "X32")
  void newNumbersAreTheSameEverywhere(Arch arch) {
    int first = arch == Arch.MIPS64 || arch == Arch.MIPSEL64 ? 5000 : 0;
    for (int number = 424; number <= 471; number++) {
      Syscall here = SyscallTable.of(arch).byNumber(first + number);
      Syscall x86 = SyscallTable.of(Arch.X86_64).byNumber(number);
      assertNotNull(x86);
      // memfd_secret is reserved where the architecture has no direct map to remove pages from.
      boolean reserved = number == 447 && here == null;
      assertEquals(x86.name(), reserved ? "memfd_secret" : here == null ? null : here.name());
    }
  }

  /** A 64-bit argument takes two registers of 32 bits, and two rows of a table. */
  @ParameterizedTest
  @EnumSource(
      value = Arch.class,
      names = {"I386", "ARM"})
  void registersOf32BitsHoldNo64BitArguments(Arch arch) {
    Set<String> wide = Set.of("loff_t", "u64", "__u64");
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      for (Argument argument : syscall.arguments()) {
        assertTrue(!wide.contains(argument.type()), syscall.name() + " " + argument);
      }
    }
  }

  @Test
  void littleAndBigEndianMipsCountAlike() {
    assertEquals(named(Arch.MIPS64), named(Arch.MIPSEL64));
  }

  private static List<String> named(Arch arch) {
    return SyscallTable.of(arch).all().stream()
        .map(syscall -> syscall.number() + " " + syscall.name() + syscall.arguments())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "X86_64,  clone, clone_flags newsp parent_tidptr child_tidptr tls",
    "AARCH64, clone, clone_flags newsp parent_tidptr tls child_tidptr",
    "ARM,     clone, clone_flags newsp parent_tidptr tls_val child_tidptr",
    "RISCV64, clone, clone_flags newsp parent_tidptr tls child_tidptr",
    "PPC64LE, clone, clone_flags newsp parent_tidptr tls child_tidptr",
    "S390X,   clone, newsp clone_flags parent_tidptr child_tidptr tls",
    "MIPS64,  clone, clone_flags newsp parent_tidptr tls child_tidptr",
    "ARM,     pread64, fd buf count pad pos_lo pos_hi",
    "ARM,     truncate64, path pad length_lo length_hi",
    "ARM,     fallocate, fd mode offset_lo offset_hi len_lo len_hi",
    "ARM,     arm_fadvise64_64, fd advice offset_lo offset_hi len_lo len_hi",
    "PPC64LE, sync_file_range2, fd flags offset nbytes",
    "AARCH64, sync_file_range, fd offset nbytes flags",
    "S390X,   mmap, arg",
    "AARCH64, mmap, addr len prot flags fd off",
  })
  void argumentsStandInTheArchitecturesRegisters(Arch arch, String syscall, String names) {
    Syscall found = SyscallTable.of(arch).byName(syscall);
    assertNotNull(found);
    assertEquals(names, String.join(" ", found.arguments().stream().map(Argument::name).toList()));
  }

  /** The meanings that policies rest on. */
  @ParameterizedTest
  @CsvSource({
    "read, fd, FD, 32, ''",
    "read, buf, POINTER, 64, ''",
    "read, count, SIZE, 64, ''",
    "readv, fd, FD, 32, ''",
    "open, mode, MODE, 16, ''",
    "openat, dfd, FD, 32, AT_FDCWD",
    "openat, flags, FLAGS, 32, O_",
    "mmap, addr, POINTER, 64, ''",
    "mmap, prot, FLAGS, 32, PROT_",
    "mmap, flags, FLAGS, 32, MAP_",
    "mmap, fd, FD, 32, ''",
    "mmap, off, OFFSET, 64, ''",
    "mprotect, prot, FLAGS, 32, PROT_",
    "brk, brk, POINTER, 64, ''",
    "munmap, addr, POINTER, 64, ''",
    "madvise, behavior, ENUM, 32, MADV_",
    "mremap, flags, FLAGS, 32, MREMAP_",
    "clone, clone_flags, FLAGS, 32, CLONE_",
    "unshare, unshare_flags, FLAGS, 32, CLONE_NEW",
    "lseek, offset, OFFSET, 64, ''",
    "lseek, whence, ENUM, 32, SEEK_",
    "pread64, pos, OFFSET, 64, ''",
    "socket, family, ENUM, 32, AF_",
    "socket, type, ENUM, 32, SOCK_",
    "setsockopt, level, ENUM, 32, SOL_",
    "setsockopt, optname, ENUM, 32, ''",
    "ioctl, cmd, ENUM, 32, ioctl",
    "ioctl, arg, OPAQUE, 64, ''",
    "fcntl, cmd, ENUM, 32, F_",
    "fcntl, arg, OPAQUE, 64, ''",
    "prctl, option, ENUM, 32, PR_",
    "prctl, arg2, OPAQUE, 64, ''",
    "arch_prctl, option, ENUM, 32, ARCH_",
    "futex, op, ENUM, 32, FUTEX_",
    "access, mode, FLAGS, 32, R_OK",
    "faccessat, mode, FLAGS, 32, R_OK",
    "chmod, mode, MODE, 16, ''",
    "umask, mask, MODE, 16, ''",
    "kill, pid, PID, 32, ''",
    "kill, sig, SIGNAL, 32, SIG",
    "rt_sigaction, sig, SIGNAL, 32, SIG",
    "rt_sigprocmask, how, ENUM, 32, SIG_",
    "rseq, sig, OPAQUE, 32, ''",
    "epoll_ctl, op, ENUM, 32, EPOLL_CTL_",
    "epoll_wait, timeout, COUNT, 32, ''",
    "clock_gettime, which_clock, ENUM, 32, CLOCK_",
    "wait4, options, FLAGS, 32, W",
    "setuid, uid, ID, 32, ''",
    "prlimit64, resource, ENUM, 32, RLIMIT_",
    "ptrace, request, ENUM, 64, PTRACE_",
    "ptrace, pid, PID, 32, ''",
    "mount, flags, FLAGS, 32, MS_",
    "statx, mask, FLAGS, 32, STATX_",
    "getrandom, flags, FLAGS, 32, GRND_",
    "fchmodat2, flags, FLAGS, 32, AT_",
    "exit_group, error_code, OPAQUE, 32, ''",
  })
  void argumentsMeanWhatTheKernelMakesOfThem(
      String syscall, String argument, Kind kind, int width, String constants) {
    Argument found = argument(Arch.X86_64, syscall, argument);
    assertEquals(kind, found.kind());
    assertEquals(width, found.width());
    assertEquals(constants, found.constants());
  }

  @ParameterizedTest
  @CsvSource({
    "chown, user, ID, 16",
    "chown32, user, ID, 32",
    "open, mode, MODE, 16",
    "mmap, arg, POINTER, 32",
    "mmap2, prot, FLAGS, 32",
    "pread64, count, SIZE, 32",
    "pread64, poshi, OPAQUE, 32",
    "clone, tls_val, POINTER, 32",
    "socketcall, call, ENUM, 32",
    "_llseek, whence, ENUM, 32",
    "waitpid, pid, PID, 32",
    "clock_gettime64, which_clock, ENUM, 32",
  })
  void i386HasItsOwnArguments(String syscall, String argument, Kind kind, int width) {
    Argument found = argument(Arch.I386, syscall, argument);
    assertEquals(kind, found.kind());
    assertEquals(width, found.width());
  }

  @ParameterizedTest
  @CsvSource({
    "socket, domain, 0",
    "openat, dirfd, 0",
    "openat, pathname, 1",
    "read, size, 2",
    "mmap, length, 1",
    "mmap, offset, 5",
    "ioctl, request, 1",
    "clone, child_stack, 1",
    "wait4, pid, 0",
    "madvise, advice, 2",
    "read, count, 2",
    "read, nothing, -1",
  })
  void manPageNamesAreAliases(String syscall, String name, int index) {
    Syscall found = SyscallTable.of(Arch.X86_64).byName(syscall);
    assertNotNull(found);
    assertEquals(index, found.indexOf(name));
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void everyNameOfAnArgumentMeansOneArgument(Arch arch) {
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      Set<String> names = new HashSet<>();
      for (Argument argument : syscall.arguments()) {
        assertTrue(names.add(argument.name()), syscall.name() + " " + argument.name());
        for (String alias : argument.aliases()) {
          assertTrue(names.add(alias), syscall.name() + " " + alias);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Arch.class)
  void kindsWidthsAndTypesFit(Arch arch) {
    for (Syscall syscall : SyscallTable.of(arch).all()) {
      for (Argument argument : syscall.arguments()) {
        String where = arch + " " + syscall.name() + " " + argument;
        assertTrue(argument.width() <= arch.registerBits(), where);
        assertTrue(!argument.type().contains("*") || argument.kind() == Kind.POINTER, where);
        boolean narrow =
            switch (argument.kind()) {
              case FD, SIGNAL, MODE, ID, PID -> argument.width() <= 32;
              case POINTER, OFFSET -> argument.width() == arch.registerBits();
              case ENUM, FLAGS, SIZE, COUNT, OPAQUE -> true;
            };
        assertTrue(narrow, where);
        boolean named = !argument.constants().isEmpty();
        boolean nameable =
            Set.of(Kind.ENUM, Kind.FLAGS, Kind.SIGNAL, Kind.FD).contains(argument.kind());
        assertTrue(!named || nameable, where);
      }
    }
  }

  private static Set<Integer> numbers(Arch arch) {
    Set<Integer> numbers = new TreeSet<>();
    SyscallTable.of(arch).all().forEach(syscall -> numbers.add(syscall.number()));
    return numbers;
  }

  private static Argument argument(Arch arch, String syscall, String argument) {
    Syscall found = SyscallTable.of(arch).byName(syscall);
    assertNotNull(found, syscall);
    int index = found.indexOf(argument);
    assertTrue(index >= 0, syscall + " has no argument " + argument);
    return found.arguments().get(index);
  }
}

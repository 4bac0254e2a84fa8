package dev.winnow.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Arguments that the kernel does not read, depending on another argument. Their registers hold
 * whatever the caller left there, so they are evidence of nothing and must not be constrained.
 */
public final class DeadArguments {
  /**
   * Argument {@code argument} is dead when {@code discriminator & mask} is one of {@code values}.
   *
   * @param argument index of the argument that may be dead
   * @param discriminator index of the argument that decides
   * @param mask the bits of it that decide
   * @param values when it is dead
   */
  public record Guard(int argument, int discriminator, long mask, Set<Long> values) {
    public Guard {
      values = Set.copyOf(values);
    }

    /** Whether the argument is dead in a call with this discriminator. */
    public boolean dead(long discriminatorValue) {
      return values.contains(discriminatorValue & mask);
    }
  }

  private record Row(String syscall, String argument, String by, long mask, Set<Long> values) {}

  private static final long O_CREAT = 0x40;
  // The bit of O_TMPFILE that is not O_DIRECTORY: uapi/asm-generic/fcntl.h.
  private static final long TMPFILE = 0x400000;
  private static final long MAP_ANONYMOUS = 0x20;
  private static final long F_GETOWN = 9;

  // linux/stat.h: the type of a file; none, S_IFIFO, S_IFREG and S_IFSOCK are no device.
  private static final long S_IFMT = 0170000;
  private static final Set<Long> NO_DEVICE = Set.of(0L, 0010000L, 0100000L, 0140000L);

  private static final List<Row> ROWS = rows(O_CREAT, MAP_ANONYMOUS, F_GETOWN);

  /** asm/fcntl.h and asm/mman.h of mips. */
  private static final List<Row> MIPS_ROWS = rows(0x100, 0x800, 23);

  private static List<Row> rows(long create, long anonymous, long getOwner) {
    // F_GETFD F_GETFL F_GETSIG F_GETLEASE F_GETPIPE_SZ F_GET_SEALS: fs/fcntl.c do_fcntl.
    Set<Long> fcntlGet = Set.of(1L, 3L, getOwner, 11L, 1025L, 1032L, 1034L);
    Set<Long> never = Set.of(0L);
    Set<Long> always = Set.of(anonymous);
    return List.of(
        // fs/open.c build_open_flags: mode is used only WILL_CREATE(flags).
        new Row("open", "mode", "flags", create | TMPFILE, never),
        new Row("openat", "mode", "flags", create | TMPFILE, never),
        // ipc/mqueue.c prepare_open: mode and attr only with O_CREAT.
        new Row("mq_open", "mode", "oflag", create, never),
        // mm/mmap.c ksys_mmap_pgoff: no file is looked up for an anonymous mapping.
        new Row("mmap", "fd", "flags", anonymous, always),
        new Row("mmap", "off", "flags", anonymous, always),
        new Row("mmap2", "fd", "flags", anonymous, always),
        new Row("mmap2", "pgoff", "flags", anonymous, always),
        // fs/namei.c do_mknodat: dev is read for character and block devices only.
        new Row("mknod", "dev", "mode", S_IFMT, NO_DEVICE),
        new Row("mknodat", "dev", "mode", S_IFMT, NO_DEVICE),
        // kernel/sched/membarrier.c: cpu_id is -1 without MEMBARRIER_CMD_FLAG_CPU.
        new Row("membarrier", "cpu_id", "flags", 1L, never),
        new Row("fcntl", "arg", "cmd", -1L, fcntlGet),
        new Row("fcntl64", "arg", "cmd", -1L, fcntlGet));
  }

  private DeadArguments() {}

  /** The guards of a syscall's arguments, at most one per argument. */
  public static List<Guard> of(Syscall syscall) {
    List<Guard> guards = new ArrayList<>();
    boolean mips = syscall.arch() == Arch.MIPS64 || syscall.arch() == Arch.MIPSEL64;
    for (Row row : mips ? MIPS_ROWS : ROWS) {
      if (row.syscall.equals(syscall.name())) {
        int argument = syscall.indexOf(row.argument);
        int by = syscall.indexOf(row.by);
        // i386 and s390x have an old mmap of one pointer: there is nothing to guard.
        if (argument >= 0 && by >= 0) {
          guards.add(new Guard(argument, by, row.mask, row.values));
        }
      }
    }
    return guards;
  }
}

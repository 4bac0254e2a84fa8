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
  // F_GETFD F_GETFL F_GETOWN F_GETSIG F_GETLEASE F_GETPIPE_SZ F_GET_SEALS: fs/fcntl.c do_fcntl.
  private static final Set<Long> FCNTL_GET = Set.of(1L, 3L, 9L, 11L, 1025L, 1032L, 1034L);

  private static final List<Row> ROWS =
      List.of(
          // fs/open.c build_open_flags: mode is used only WILL_CREATE(flags).
          new Row("open", "mode", "flags", O_CREAT | TMPFILE, Set.of(0L)),
          new Row("openat", "mode", "flags", O_CREAT | TMPFILE, Set.of(0L)),
          // ipc/mqueue.c prepare_open: mode and attr only with O_CREAT.
          new Row("mq_open", "mode", "oflag", O_CREAT, Set.of(0L)),
          // mm/mmap.c ksys_mmap_pgoff: no file is looked up for an anonymous mapping.
          new Row("mmap", "fd", "flags", MAP_ANONYMOUS, Set.of(MAP_ANONYMOUS)),
          new Row("mmap", "off", "flags", MAP_ANONYMOUS, Set.of(MAP_ANONYMOUS)),
          new Row("mmap2", "fd", "flags", MAP_ANONYMOUS, Set.of(MAP_ANONYMOUS)),
          new Row("mmap2", "pgoff", "flags", MAP_ANONYMOUS, Set.of(MAP_ANONYMOUS)),
          new Row("fcntl", "arg", "cmd", -1L, FCNTL_GET),
          new Row("fcntl64", "arg", "cmd", -1L, FCNTL_GET));

  private DeadArguments() {}

  /** The guards of a syscall's arguments, at most one per argument. */
  public static List<Guard> of(Syscall syscall) {
    List<Guard> guards = new ArrayList<>();
    for (Row row : ROWS) {
      if (row.syscall.equals(syscall.name())) {
        int argument = syscall.indexOf(row.argument);
        int by = syscall.indexOf(row.by);
        // i386 has an old mmap of one pointer: there is nothing to guard.
        if (argument >= 0 && by >= 0) {
          guards.add(new Guard(argument, by, row.mask, row.values));
        }
      }
    }
    return guards;
  }
}

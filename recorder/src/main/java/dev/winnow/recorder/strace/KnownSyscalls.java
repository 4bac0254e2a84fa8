package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The syscalls in the table of one architecture by the bytes of their names and by number. Made
 * once for all readers: of a directory with a thousand small logs it would be half of the work.
 */
final class KnownSyscalls {
  private static final int BUCKETS = 2048;

  private static final Map<Arch, KnownSyscalls> BY_ARCH = new ConcurrentHashMap<>();

  private final @Nullable SyscallEntry[] byName = new @Nullable SyscallEntry[BUCKETS];
  private final @Nullable SyscallEntry[] byNumber;

  /** Those above the table's highest: arm's own six from 0xf0001 on. */
  private final Map<Integer, SyscallEntry> apart = new HashMap<>();

  private KnownSyscalls(Arch arch) {
    SyscallTable table = SyscallTable.of(arch);
    byNumber = new @Nullable SyscallEntry[(table.highest() & ~Arch.X32_BIT) + 1];
    for (Syscall syscall : table.all()) {
      SyscallEntry entry = new SyscallEntry(syscall);
      add(entry);
      if (entry.alias.length > 0) {
        name(entry, entry.alias);
      }
    }
  }

  static KnownSyscalls of(Arch arch) {
    return BY_ARCH.computeIfAbsent(arch, KnownSyscalls::new);
  }

  /** The syscall whose name is {@code b[from, to)}, or null. */
  @Nullable SyscallEntry find(byte[] b, int from, int to) {
    int i = hash(b, from, to);
    while (true) {
      SyscallEntry entry = byName[i];
      if (entry == null || entry.isNamed(b, from, to)) {
        return entry;
      }
      i = (i + 1) & (BUCKETS - 1);
    }
  }

  /** The syscall with this number, which has bit 30 for x32; or null. */
  @Nullable SyscallEntry find(long number) {
    long index = number & ~(long) Arch.X32_BIT;
    if (index < 0 || index >= byNumber.length) {
      return number == (int) number ? apart.get((int) number) : null;
    }
    SyscallEntry entry = byNumber[(int) index];
    return entry != null && entry.number == number ? entry : null;
  }

  private void add(SyscallEntry entry) {
    int index = entry.number & ~Arch.X32_BIT;
    if (index < byNumber.length) {
      byNumber[index] = entry;
    } else {
      apart.put(entry.number, entry);
    }
    name(entry, entry.name);
  }

  private void name(SyscallEntry entry, byte[] name) {
    int i = hash(name, 0, name.length);
    while (byName[i] != null) {
      i = (i + 1) & (BUCKETS - 1);
    }
    byName[i] = entry;
  }

  private static int hash(byte[] b, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + b[i];
    }
    return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The syscalls of one architecture by the bytes of their names and by number. */
final class SyscallIndex {
  private static final int BUCKETS = 2048;

  /** Numbers outside of the table that are remembered. */
  private static final int STRANGERS = 4096;

  private final Arch arch;
  private final @Nullable SyscallEntry[] byName = new @Nullable SyscallEntry[BUCKETS];
  private final @Nullable SyscallEntry[] byNumber;

  /** Those above the table's highest: arm's own six from 0xf0001 on. */
  private final Map<Integer, SyscallEntry> apart = new HashMap<>();

  private final Map<Integer, SyscallEntry> strangers = new HashMap<>();
  private final Map<Integer, SyscallEntry> unnamed = new HashMap<>();

  SyscallIndex(Arch arch) {
    this.arch = arch;
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

  /** The syscall with this number when strace prints it by number, hence as registers. */
  SyscallEntry unnamed(int number) {
    SyscallEntry entry = unnamed.get(number);
    if (entry == null) {
      SyscallEntry named = find(number);
      Syscall known = named == null ? null : named.syscall;
      entry =
          known == null
              ? new SyscallEntry(arch, number, RegisterLayout.ORDERED)
              : SyscallEntry.unnamed(known);
      if (unnamed.size() < STRANGERS) {
        unnamed.put(number, entry);
      }
    }
    return entry;
  }

  /** A syscall that the table lacks, under a name that tells nothing of its arguments. */
  SyscallEntry stranger(int number) {
    SyscallEntry entry = strangers.get(number);
    if (entry == null) {
      entry = new SyscallEntry(arch, number, RegisterLayout.NONE);
      if (strangers.size() < STRANGERS) {
        strangers.put(number, entry);
      }
    }
    return entry;
  }

  /** All that events may refer to. */
  List<SyscallEntry> all() {
    List<SyscallEntry> entries = new ArrayList<>(strangers.values());
    entries.addAll(unnamed.values());
    entries.addAll(apart.values());
    for (SyscallEntry entry : byNumber) {
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
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

package dev.winnow.recorder.strace;

import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The syscalls of one architecture, and what one reader met beside them. */
final class SyscallIndex {
  /** Numbers outside of the table that are remembered. */
  private static final int STRANGERS = 4096;

  private final Arch arch;
  private final KnownSyscalls known;
  private final Map<Integer, SyscallEntry> strangers = new HashMap<>();
  private final Map<Integer, SyscallEntry> unnamed = new HashMap<>();

  SyscallIndex(Arch arch) {
    this.arch = arch;
    known = KnownSyscalls.of(arch);
  }

  /** The syscall whose name is {@code b[from, to)}, or null. */
  @Nullable SyscallEntry find(byte[] b, int from, int to) {
    return known.find(b, from, to);
  }

  /** The syscall with this number, which has bit 30 for x32; or null. */
  @Nullable SyscallEntry find(long number) {
    return known.find(number);
  }

  /** The syscall with this number when strace prints it by number, hence as registers. */
  SyscallEntry unnamed(int number) {
    SyscallEntry entry = unnamed.get(number);
    if (entry == null) {
      SyscallEntry named = find(number);
      Syscall tabled = named == null ? null : named.syscall;
      entry =
          tabled == null
              ? new SyscallEntry(arch, number, RegisterLayout.ORDERED)
              : SyscallEntry.unnamed(tabled);
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
}

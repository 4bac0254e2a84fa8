package dev.winnow.recorder.audit;

import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.symbols.ExpressionCache;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of {@code ausearch -i}. It names the flags that it knows and says nothing of the
 * others, it names a flag as soon as one of its bits is set (O_SYNC for O_DSYNC), and of a choice
 * it drops the flags beside it (SOCK_STREAM for SOCK_STREAM|SOCK_CLOEXEC). So only the names of
 * signals and AT_FDCWD determine a number.
 */
final class Interpreted {
  private final Map<Arch, ExpressionCache> caches = new EnumMap<>(Arch.class);

  /** The number of the last word that has one. */
  long value;

  /** The syscall that audit calls so, or null; it has names of its own for two of them. */
  @Nullable Syscall syscall(Arch arch, String name) {
    SyscallTable table = SyscallTable.of(arch);
    Syscall found = table.byName(name);
    boolean own = name.equals("pread") || name.equals("pwrite");
    return found == null && own ? table.byName(name + "64") : found;
  }

  /** Whether the field is one name that determines the argument; sets {@link #value}. */
  boolean isExact(Arch arch, Argument argument, byte[] b, Fields field) {
    boolean exact =
        switch (argument.kind()) {
          case SIGNAL, FD -> true;
          case ENUM, FLAGS, MODE, ID, PID, SIZE, COUNT, OFFSET, OPAQUE, POINTER -> false;
        };
    return exact && named(arch, b, field.from, field.to);
  }

  /** Whether the field begins with the name of an error: {@code ECHILD(No child processes)}. */
  boolean isError(Arch arch, byte[] b, Fields field) {
    int end = Ascii.name(b, field.from, field.to);
    return b[field.from] == 'E' && named(arch, b, field.from, end);
  }

  private boolean named(Arch arch, byte[] b, int from, int to) {
    if (to == from || !Ascii.isUpper(b[from]) || Ascii.name(b, from, to) != to) {
      return false;
    }
    ExpressionCache.Meaning meaning =
        caches.computeIfAbsent(arch, ExpressionCache::new).of(b, from, to);
    value = meaning.value;
    return meaning.known;
  }
}

package dev.winnow.recorder.strace;

import dev.winnow.traces.SyscallEvent;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the calls that decoders keep, for the thread that delivers them and writes to them: a
 * processor that writes next to what another one reads makes both wait.
 */
final class RecurringCalls {
  private @Nullable SyscallEvent[] sources = new @Nullable SyscallEvent[0];
  private @Nullable SyscallEvent[] copies = new @Nullable SyscallEvent[0];

  /** The copy of {@code source}, which is kept at {@code place}, perhaps after another one. */
  SyscallEvent of(int place, SyscallEvent source) {
    if (copies.length == 0) { // most logs are small, and many readers read none at all
      sources = new @Nullable SyscallEvent[DecodedCache.PLACES];
      copies = new @Nullable SyscallEvent[DecodedCache.PLACES];
    }
    SyscallEvent copy = copies[place];
    if (copy == null || sources[place] != source) {
      copy = source.recurring();
      sources[place] = source;
      copies[place] = copy;
    }
    return copy;
  }
}

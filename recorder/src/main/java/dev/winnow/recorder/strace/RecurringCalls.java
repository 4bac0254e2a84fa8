package dev.winnow.recorder.strace;

import dev.winnow.traces.SyscallEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Copies of the calls that decoders keep, for the thread that delivers them and writes to them: a
 * processor that writes next to what another one reads makes both wait.
 */
final class RecurringCalls {
  /** The calls of one {@link DecodedCache}. */
  private static final class Page {
    private final @Nullable SyscallEvent[] sources =
        new @Nullable SyscallEvent[DecodedCache.PLACES];
    private final @Nullable SyscallEvent[] copies = new @Nullable SyscallEvent[DecodedCache.PLACES];
  }

  private @Nullable Page[] pages = new @Nullable Page[4];

  /** The copy of {@code source}, which is kept at {@code place}, perhaps after another one. */
  SyscallEvent of(int place, SyscallEvent source) {
    Page page = page(place / DecodedCache.PLACES);
    int i = place & (DecodedCache.PLACES - 1);
    SyscallEvent copy = page.copies[i];
    if (copy == null || page.sources[i] != source) {
      copy = source.recurring();
      page.sources[i] = source;
      page.copies[i] = copy;
    }
    return copy;
  }

  private Page page(int number) {
    if (number >= pages.length) {
      pages = Arrays.copyOf(pages, 2 * number);
    }
    Page page = pages[number];
    if (page == null) {
      page = new Page();
      pages[number] = page;
    }
    return page;
  }
}

package dev.winnow.cli;

import dev.winnow.policy.EventText;
import dev.winnow.policy.SeccompData;
import dev.winnow.traces.Arch;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events and verdicts as the commands print them. */
final class Events {
  private Events() {}

  static @Nullable Arch archOf(int token, int number) {
    for (Arch arch : Arch.values()) {
      boolean x32 = number >= Arch.X32_BIT;
      if (arch.auditToken() == token && (arch == Arch.X32) == (x32 && arch != Arch.I386)) {
        return arch;
      }
    }
    return null;
  }

  /** An event with all its arguments. */
  static String text(SeccompData event) {
    boolean[] all = new boolean[6];
    Arrays.fill(all, true);
    return EventText.of(archOf(event.arch(), event.number()), event, all);
  }
}

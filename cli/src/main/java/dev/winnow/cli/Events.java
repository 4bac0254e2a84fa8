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
    return Arch.of(token, number);
  }

  /** An event with all its arguments. */
  static String text(SeccompData event) {
    boolean[] all = new boolean[6];
    Arrays.fill(all, true);
    return EventText.of(archOf(event.arch(), event.number()), event, all);
  }
}

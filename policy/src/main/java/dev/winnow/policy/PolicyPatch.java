package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A partial policy: what it does not name stays as it is.
 *
 * @param parts at most one for each architecture
 */
public record PolicyPatch(List<Part> parts) {
  public PolicyPatch {
    parts = List.copyOf(parts);
  }

  /**
   * What to change for one architecture; null leaves a line as it is.
   *
   * @param arch the architecture
   * @param defaultAction the new default
   * @param unknown the new action for numbers above the table's
   * @param foreign the new action for other architectures, which all sections share
   * @param onNextSyscall whether the filter starts after the launcher's execve
   * @param rules for each syscall that one of them names, all its rules from now on; a condition of
   *     0 stands for no rule
   */
  public record Part(
      Arch arch,
      @Nullable Action defaultAction,
      @Nullable Action unknown,
      @Nullable Action foreign,
      @Nullable Boolean onNextSyscall,
      List<Rule> rules) {
    public Part {
      rules = List.copyOf(rules);
    }
  }
}

package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.List;

/**
 * The rules for one architecture. Of several rules for one syscall the first whose condition holds
 * decides; if none does, the default.
 *
 * @param arch the architecture
 * @param defaultAction for syscalls of the table that no rule decides
 * @param unknown for numbers above the table's highest
 * @param foreign for other architectures; in an x86_64 section also for x32 numbers (0x40000000 and
 *     above, -1 among them)
 * @param onNextSyscall whether the filter starts after the launcher's execve
 * @param rules in order
 */
public record Section(
    Arch arch,
    Action defaultAction,
    Action unknown,
    Action foreign,
    boolean onNextSyscall,
    List<Rule> rules) {
  public Section {
    rules = List.copyOf(rules);
    for (Rule rule : rules) {
      if (!owns(arch, rule.number())) {
        throw new IllegalArgumentException(
            "0x%x is not a number of %s".formatted(rule.number(), arch));
      }
    }
  }

  /** The same with other rules. */
  public Section with(List<Rule> otherRules) {
    return new Section(arch, defaultAction, unknown, foreign, onNextSyscall, otherRules);
  }

  /** The same for a filter that starts after the launcher's execve. */
  public Section startingOnNextSyscall() {
    return new Section(arch, defaultAction, unknown, foreign, true, rules);
  }

  /**
   * Whether a number can belong to a section of this architecture. x86_64 and x32 share a token:
   * numbers with bit 30 are x32's, and those with bit 31 (such as -1) nobody's.
   */
  static boolean owns(Arch arch, int number) {
    return switch (arch) {
      case X86_64 -> number >= 0 && number < Arch.X32_BIT;
      case X32 -> number >= Arch.X32_BIT;
      default -> true;
    };
  }
}

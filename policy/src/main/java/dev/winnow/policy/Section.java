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
  }
}

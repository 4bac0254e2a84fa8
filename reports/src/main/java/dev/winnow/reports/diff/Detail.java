package dev.winnow.reports.diff;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.Tuples;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A recording in no more detail than another keeps. Evidence keeps values and combinations up to a
 * limit each; beyond it on one side only, what the other side still tells apart would look gone.
 *
 * @param evidence of all roles, without the combinations that the other side has too many of
 * @param other the other side, of all roles
 */
record Detail(Evidence evidence, Evidence other) {
  /** One recording, to be compared with another. */
  static Detail of(Evidence evidence, Evidence other) {
    Evidence together = other.withoutRoles();
    TreeMap<SyscallKey, SyscallEvidence> syscalls =
        new TreeMap<>(evidence.withoutRoles().syscalls());
    syscalls.replaceAll((key, seen) -> {
      SyscallEvidence there = together.syscalls().get(key);
      return there != null && there.tuples().over() ? withoutCombinations(seen) : seen;
    });
    return new Detail(new Evidence(evidence.runs(), syscalls), together);
  }

  private static SyscallEvidence withoutCombinations(SyscallEvidence seen) {
    return new SyscallEvidence(
        seen.seen(),
        seen.launcher(),
        seen.unreturned(),
        seen.failed(),
        seen.refused(),
        seen.arguments(),
        new Tuples(Collections.emptySortedMap(), true));
  }

  /** Whether one of the sides has more values of this argument than are kept one by one. */
  boolean summarised(SyscallKey key, int index) {
    return over(evidence.syscalls().get(key), index) || over(other.syscalls().get(key), index);
  }

  private static boolean over(@Nullable SyscallEvidence seen, int index) {
    return seen != null
        && index < seen.arguments().size()
        && seen.arguments().get(index).values().over();
  }
}

package dev.winnow.reports;

import dev.winnow.policy.Change;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.traces.Evidence;
import java.util.List;

/**
 * Another policy to compare with, such as a container engine's.
 *
 * @param name what to call it
 * @param coverage what of the evidence it would have allowed, and what it allows beyond
 * @param changes from it to the policy of the report, exactly
 */
public record Base(String name, Coverage coverage, List<Change> changes) {
  public Base {
    changes = List.copyOf(changes);
  }

  /**
   * Compares.
   *
   * @throws DiagramLimitException if a policy is too entangled to be decided
   */
  public static Base of(String name, Policy base, Policy policy, Evidence evidence)
      throws DiagramLimitException {
    return new Base(name, Coverage.of(evidence, base), PolicyDiff.between(base, policy).changes());
  }

  /** Changes by which the base allows something that the policy does not. */
  public List<Change> allowsBeyond() {
    return changes.stream().filter(change -> change.narrower() != null).toList();
  }

  /** Changes by which the policy allows something that the base does not. */
  public List<Change> deniesBeyond() {
    return changes.stream().filter(change -> change.wider() != null).toList();
  }

  /** The syscalls of which the base would have denied recorded events. */
  public List<SyscallCoverage> wouldHaveDenied() {
    return coverage.syscalls().stream().filter(row -> row.verdict() == Verdict.DENIED).toList();
  }
}

package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.Policy;
import java.util.List;

/**
 * A policy with its evidence.
 *
 * @param policy the least policy of the template that allows every recorded event
 * @param risk what the runs say about the next one
 * @param notes what a reader should know: arguments left free and why, incomplete recordings
 */
public record LearnedPolicy(Policy policy, RiskEstimate risk, List<String> notes) {
  public LearnedPolicy {
    notes = List.copyOf(notes);
  }

  /** What the recordings lack, so that calls may be missing in the policy, which says so too. */
  public List<String> gaps() {
    return policy.remarks();
  }
}

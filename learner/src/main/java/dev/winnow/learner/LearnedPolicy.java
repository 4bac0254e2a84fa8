package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import java.util.List;
import java.util.Optional;

/**
 * A policy with its evidence.
 *
 * @param policy the least policy of the template that allows every recorded event
 * @param template how its arguments are generalised
 * @param predicted the risk that the constraints on arguments were predicted to have when they were
 *     chosen for a budget; 0 for a fixed template
 * @param risk what the runs say about the next one
 * @param notes what a reader should know: arguments left free and why, incomplete recordings
 */
public record LearnedPolicy(
    Policy policy, Template template, double predicted, RiskEstimate risk, List<String> notes) {
  public LearnedPolicy {
    notes = List.copyOf(notes);
  }

  /**
   * The risk of a policy that means the same as this one, as far as can be decided; of another
   * nothing is known.
   */
  public Optional<RiskEstimate> riskOf(Policy other) {
    try {
      boolean same = PolicyDiff.between(other, policy).changes().isEmpty();
      return same ? Optional.of(risk) : Optional.empty();
    } catch (DiagramLimitException undecided) {
      return Optional.empty();
    }
  }

  /** What the policy opens, and what of it was added unseen. */
  public Surface surface() {
    return Surface.of(policy);
  }

  /** What the recordings lack, so that calls may be missing in the policy, which says so too. */
  public List<String> gaps() {
    return policy.remarks();
  }
}

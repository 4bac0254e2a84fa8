package dev.winnow.learner;

import dev.winnow.policy.Action;

/**
 * How to learn.
 *
 * @param template how arguments are generalised
 * @param defaultAction what the policy does with everything else
 * @param predict whether to add calls that were not seen but that every program may need
 */
public record LearnOptions(Template template, Action defaultAction, boolean predict) {
  private static final int EPERM = 1;

  /** The default template, errno(EPERM), with predictions. */
  public static final LearnOptions DEFAULT =
      new LearnOptions(Template.DEFAULT, Action.errno(EPERM), true);

  public LearnOptions {
    if (defaultAction.permits()) {
      throw new IllegalArgumentException(
          "a learned policy cannot default to " + defaultAction.kind().label());
    }
  }
}

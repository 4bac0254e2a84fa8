package dev.winnow.learner;

import dev.winnow.policy.Action;

/**
 * How to learn.
 *
 * @param choice how arguments are generalised
 * @param defaultAction what the policy does with everything else
 * @param predict whether to add calls that were not seen but that the program may need
 */
public record LearnOptions(Choice choice, Action defaultAction, boolean predict) {
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

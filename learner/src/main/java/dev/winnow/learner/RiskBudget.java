package dev.winnow.learner;

/**
 * A budget for denials that constraints on arguments cause in the next run: of all templates that
 * are predicted to stay within it, the one that removes the most.
 *
 * @param alpha the predicted probability of such a denial, above 0 and below 1
 */
public record RiskBudget(double alpha) implements Choice {
  public RiskBudget {
    if (!(alpha > 0 && alpha < 1)) {
      throw new IllegalArgumentException(
          "a risk of " + alpha + " is not above 0 and below 1, such as 0.05");
    }
  }
}

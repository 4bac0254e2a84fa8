package dev.winnow.learner;

/**
 * A budget for denials that constraints on arguments cause in the next run: of all templates that
 * are predicted to stay within it, the one that removes the most.
 *
 * <p>What is predicted, and what is to be measured beside it, is the share of runs with at least
 * one event that is denied although its syscall is allowed: such a run breaks a constraint, whether
 * or not it makes a new call as well. The runs that constraints deny beyond a list of names are
 * fewer, since who breaks a constraint often makes a new call too; how many depends on how much of
 * the program the runs have shown, and no budget for constraints can promise it.
 *
 * <p>Risks of single constraints add up as if they failed independently. They do not: a new path
 * breaks several at once, so that the sum says too much; and of many constraints those that look
 * safest are taken, so that it says too little. Measured on 15 programs with priors fitted to the
 * other 20 of 21 in all, 5 % asked gave 4.7 % with 23 runs and 4.9 % with 12; see {@code
 * prior.tsv}.
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

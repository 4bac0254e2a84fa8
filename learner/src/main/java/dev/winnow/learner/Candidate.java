package dev.winnow.learner;

/**
 * A constraint that may be chosen.
 *
 * @param name the argument; the one that splits, if {@code split}
 * @param level its level, or those of the other arguments in the branches of a split
 * @param split whether the argument splits its syscall
 * @param text the constraint as the policy would say it
 * @param using N_s, the units with the syscall
 * @param novel K1, of these the ones that the constraint learned from the others denies
 * @param risk the probability that the next run breaks it
 * @param gain the bits that it removes, weighted, less what its tests cost
 */
public record Candidate(
    ArgumentName name,
    Level level,
    boolean split,
    String text,
    int using,
    int novel,
    double risk,
    double gain) {
  /** -ln(1 - risk): adds up over constraints that fail independently. */
  double cost() {
    return -Math.log1p(-risk);
  }
}

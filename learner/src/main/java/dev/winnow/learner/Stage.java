package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import java.util.Locale;

/**
 * A policy for a part of a program's life, to be stacked on that of the whole: it permits a subset
 * of it, and filters only reduce.
 *
 * @param name for a file: {@code after-listen} or {@code role-nginx}
 * @param where where to switch to it
 * @param learned the policy, with its own risk
 * @param syscalls that the stage was seen to make
 * @param all that the whole program was
 * @param weight of the stage's syscalls, by {@link Surface#weight}
 * @param allWeight of the whole program's
 */
public record Stage(
    String name,
    String where,
    LearnedPolicy learned,
    int syscalls,
    int all,
    int weight,
    int allWeight) {
  /** The share of the surface by weight that the stage saves, 0 to 1. */
  public double saved() {
    return allWeight == 0 ? 0 : 1 - (double) weight / allWeight;
  }

  /** What it saves, what it risks, and where to switch. */
  public String sentence() {
    RiskEstimate risk = learned.risk();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d syscalls, saves %.0f %% of the surface by weight. %s Switch %s.",
        name,
        syscalls,
        all,
        100 * saved(),
        risk.sentence(),
        where);
  }
}

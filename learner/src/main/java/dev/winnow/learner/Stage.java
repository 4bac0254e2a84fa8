package dev.winnow.learner;

import dev.winnow.learner.statistics.RiskEstimate;
import dev.winnow.traces.Marker;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A policy for a part of a program's life, to be stacked on that of the whole: it permits a subset
 * of it, and filters only reduce.
 *
 * @param name for a file: {@code after-listen}, {@code role-nginx.fork}
 * @param where where to switch to it
 * @param marker the call behind which it begins; empty for a role's from its beginning
 * @param inherits roles that inherit the filter, so that it allows all that they did
 * @param learned the policy, with its own risk, which counts the calls that are added unseen
 * @param syscalls that the stage was seen to make
 * @param all that the whole program was
 * @param weight of the stage's syscalls, by {@link Surface#weight}
 * @param allWeight of the whole program's
 */
public record Stage(
    String name,
    String where,
    Optional<Marker> marker,
    List<String> inherits,
    LearnedPolicy learned,
    int syscalls,
    int all,
    int weight,
    int allWeight) {
  /** More names than this would hide the rest of the sentence. */
  private static final int NAMED = 3;

  public Stage {
    inherits = List.copyOf(inherits);
  }

  /** The share of the surface by weight that the stage saves, 0 to 1. */
  public double saved() {
    return allWeight == 0 ? 0 : 1 - (double) weight / allWeight;
  }

  /** What it saves, what it risks, and where to switch. */
  public String sentence() {
    RiskEstimate risk = learned.risk();
    return String.format(
        Locale.ROOT,
        "%s: %d of %d syscalls, saves %.0f %% of the surface by weight%s. %s Switch %s.",
        name,
        syscalls,
        all,
        100 * saved(),
        inherited(),
        risk.sentence(),
        where);
  }

  private String inherited() {
    if (inherits.isEmpty()) {
      return "";
    }
    int more = inherits.size() - NAMED;
    return "; inherited by, and so allows all of, "
        + String.join(", ", inherits.subList(0, Math.min(NAMED, inherits.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }
}

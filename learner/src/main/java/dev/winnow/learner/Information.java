package dev.winnow.learner;

import dev.winnow.learner.statistics.Incidence;
import dev.winnow.learner.statistics.Richness;
import dev.winnow.learner.statistics.RichnessEstimate;
import dev.winnow.learner.statistics.SamplingCurve;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Runs;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How much of what a program does the runs have shown, for information: these numbers count
 * features (calls, values, bits), which come in groups, and not runs, so none of them is a risk.
 *
 * @param runs N, as statistics count them
 * @param features seen
 * @param chao2 a lower bound of the features that there are
 * @param coverage the share of the next run's features that are known, 0 to 1
 * @param next new features expected in the next run
 */
public record Information(
    int runs, int features, RichnessEstimate chao2, double coverage, double next) {
  /** About evidence and the features of a template; none from fewer than two runs. */
  public static Optional<Information> of(Evidence evidence, Template template) {
    Evidence whole = evidence.withoutMarkers().withoutRoles();
    Units units = Units.of(whole);
    List<Runs> features = Learner.features(whole, template);
    if (units.size() < 2 || features.isEmpty()) {
      return Optional.empty();
    }
    int[] counts = features.stream().mapToInt(units::count).toArray();
    Incidence incidence = Incidence.ofCounts(units.size(), counts);
    SamplingCurve curve = new SamplingCurve(incidence);
    return Optional.of(
        new Information(
            units.size(),
            incidence.observed(),
            Richness.chao2(incidence),
            curve.coverage(),
            curve.features(units.size() + 1) - incidence.observed()));
  }

  /** The same in words. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "For information: %d calls, values and bits seen; Chao2 estimates at least %.0f (%.0f to"
            + " %.0f); they are %.1f %% of what a run shows; one more run is expected to add %.1f."
            + " None of this is a risk: it counts features, which come in groups, and not runs.",
        features,
        chao2.features(),
        chao2.interval95().low(),
        chao2.interval95().high(),
        100 * coverage,
        next);
  }
}

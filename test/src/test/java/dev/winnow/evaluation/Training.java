package dev.winnow.evaluation;

import dev.winnow.traces.Evidence;
import java.util.List;

/**
 * What a policy is learned from.
 *
 * @param runs the runs
 * @param evidence of them together
 */
record Training(List<Sample> runs, Evidence evidence) {
  Training {
    runs = List.copyOf(runs);
  }

  static Training of(List<Sample> runs) {
    return new Training(runs, Evidence.joinAll(runs.stream().map(Sample::evidence).toList()));
  }
}

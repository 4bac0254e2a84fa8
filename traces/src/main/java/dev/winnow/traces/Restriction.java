package dev.winnow.traces;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Evidence with every feature cut down, and without those of which nothing stays. The extremes of
 * summarised values are not kept: they do not tell from which part they came.
 */
final class Restriction {
  private final UnaryOperator<Feature> cut;
  private final boolean sameRuns;

  /**
   * @param sameRuns whether every feature stays in the runs that it was in, so that extremes stay
   */
  Restriction(UnaryOperator<Feature> cut, boolean sameRuns) {
    this.cut = cut;
    this.sameRuns = sameRuns;
  }

  SortedMap<SyscallKey, SyscallEvidence> syscalls(SortedMap<SyscallKey, SyscallEvidence> syscalls) {
    TreeMap<SyscallKey, SyscallEvidence> kept = new TreeMap<>();
    syscalls.forEach((key, syscall) -> {
      if (!cut.apply(syscall.seen()).runs().isEmpty()) {
        kept.put(key, of(syscall));
      }
    });
    return kept;
  }

  private SyscallEvidence of(SyscallEvidence syscall) {
    List<ArgumentEvidence> arguments = new ArrayList<>();
    for (ArgumentEvidence argument : syscall.arguments()) {
      arguments.add(
          new ArgumentEvidence(
              of(argument.values()), cut.apply(argument.hidden()), features(argument.undecoded())));
    }
    return new SyscallEvidence(
        cut.apply(syscall.seen()),
        cut.apply(syscall.launcher()),
        cut.apply(syscall.unreturned()),
        cut.apply(syscall.failed()),
        cut.apply(syscall.refused()),
        arguments,
        new Tuples(features(syscall.tuples().seen()), syscall.tuples().over()));
  }

  private Values of(Values values) {
    Values.Summary all = values.summary();
    Values.Summary summary =
        new Values.Summary(
            features(all.ones()),
            features(all.zeros()),
            features(all.buckets()),
            sameRuns ? all.least() : List.of(),
            sameRuns ? all.most() : List.of());
    boolean few = summary.buckets().isEmpty();
    return new Values(
        values.width(),
        values.cap(),
        features(values.exact()),
        few ? Values.Summary.NONE : summary);
  }

  <K> SortedMap<K, Feature> features(SortedMap<K, Feature> features) {
    TreeMap<K, Feature> kept = new TreeMap<>(features.comparator());
    for (Map.Entry<K, Feature> entry : features.entrySet()) {
      Feature feature = cut.apply(entry.getValue());
      if (!feature.runs().isEmpty()) {
        kept.put(entry.getKey(), feature);
      }
    }
    return kept;
  }
}

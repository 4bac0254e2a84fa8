package dev.winnow.reports;

import dev.winnow.learner.Stage;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What processes did after their first call of a marker, and what only before it. Evidence keeps
 * what came after what, and no times.
 *
 * @param marker the syscall's name
 * @param before syscalls that no process made after the marker
 * @param after the others
 * @param sentence what a policy for the phase after it would save
 */
public record PhaseCoverage(
    String marker, List<String> before, List<String> after, String sentence) {
  public PhaseCoverage {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Of every process's stage; empty if it begins behind no marker. */
  static Optional<PhaseCoverage> of(Evidence evidence, Stage stage) {
    return stage.marker().map(marker -> of(evidence, stage, marker));
  }

  private static PhaseCoverage of(Evidence evidence, Stage stage, Marker marker) {
    Set<Marker> later = calls(evidence.after(marker));
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (Marker call : calls(evidence)) {
      (later.contains(call) ? after : before).add(name(call));
    }
    return new PhaseCoverage(name(marker), before, after, stage.sentence());
  }

  /** What any role calls, in order. */
  private static Set<Marker> calls(Evidence evidence) {
    return evidence.syscalls().keySet().stream()
        .map(key -> new Marker(key.arch(), key.number()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String name(Marker call) {
    return RuleText.name(call.arch(), call.number());
  }
}

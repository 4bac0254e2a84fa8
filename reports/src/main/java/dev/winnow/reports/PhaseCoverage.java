package dev.winnow.reports;

import dev.winnow.learner.Stage;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Marker;
import dev.winnow.traces.SyscallKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
  private static final String PREFIX = "after-";

  public PhaseCoverage {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  /** Of a stage behind a marker; empty if that is no single call. */
  static Optional<PhaseCoverage> of(Evidence whole, Stage stage) {
    String name = stage.name().replaceFirst("^" + PREFIX, "");
    return whole.syscalls().keySet().stream()
        .filter(key -> RuleText.name(key.arch(), key.number()).equals(name))
        .map(key -> new Marker(key.arch(), key.number()))
        .findFirst()
        .map(marker -> of(whole, stage, name, marker));
  }

  private static PhaseCoverage of(Evidence whole, Stage stage, String name, Marker marker) {
    Set<SyscallKey> later = whole.after(marker).syscalls().keySet();
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (SyscallKey key : whole.syscalls().keySet()) {
      (later.contains(key) ? after : before).add(RuleText.name(key.arch(), key.number()));
    }
    return new PhaseCoverage(name, before, after, stage.sentence());
  }
}

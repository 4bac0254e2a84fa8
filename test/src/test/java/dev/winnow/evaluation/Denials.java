package dev.winnow.evaluation;

import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.SyscallEvent;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a policy did to runs.
 *
 * @param runs how many were tried
 * @param denied those with an event that the policy denies
 * @param byArguments those with such an event of a syscall that the policy permits with other
 *     arguments
 * @param events in all runs
 * @param eventsDenied the denied ones of them
 * @param undecided events whose verdict depends on what the trace does not show; not denied
 * @param examples of each run the denied syscalls, the first event of each
 */
record Denials(
    int runs,
    int denied,
    int byArguments,
    long events,
    long eventsDenied,
    long undecided,
    List<String> examples) {
  static final Denials NONE = new Denials(0, 0, 0, 0, 0, 0, List.of());

  Denials {
    examples = List.copyOf(examples);
  }

  /** Tries a policy on runs. */
  static Denials of(Policy policy, List<Sample> runs) {
    Denials all = NONE;
    for (Sample run : runs) {
      all = all.plus(of(policy, run));
    }
    return all;
  }

  private static Denials of(Policy policy, Sample run) {
    Replay replay = new Replay(policy);
    for (SyscallEvent event : run.events()) {
      replay.event(event);
    }
    boolean byArguments =
        replay.findings().stream()
            .map(Replay.Finding::key)
            .anyMatch(key -> key.decided() && permitted(policy.section(key.arch()), key.number()));
    return new Denials(
        1,
        replay.denied() > 0 ? 1 : 0,
        byArguments ? 1 : 0,
        replay.events(),
        replay.denied(),
        replay.undecided(),
        replay.findings().stream()
            .filter(finding -> finding.key().decided())
            .map(Replay.Finding::first)
            .toList());
  }

  private static boolean permitted(@Nullable Section section, int number) {
    for (Rule rule : section == null ? List.<Rule>of() : section.rules()) {
      if (rule.number() == number && rule.action().permits()) {
        return true;
      }
    }
    return false;
  }

  Denials plus(Denials other) {
    return new Denials(
        runs + other.runs,
        denied + other.denied,
        byArguments + other.byArguments,
        events + other.events,
        eventsDenied + other.eventsDenied,
        undecided + other.undecided,
        Stream.concat(examples.stream(), other.examples.stream()).toList());
  }

  /** The share of runs that were denied, 0 to 1. */
  double runShare() {
    return (double) denied / runs;
  }

  /** The share of runs with a denial by arguments, 0 to 1. */
  double argumentShare() {
    return (double) byArguments / runs;
  }

  /** The share of events that were denied, 0 to 1. */
  double eventShare() {
    return events == 0 ? 0 : (double) eventsDenied / events;
  }
}

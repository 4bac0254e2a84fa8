package dev.winnow.reports;

import dev.winnow.policy.Policy;
import dev.winnow.policy.Replay;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a policy would have denied of recordings, of any number of traces and evidence together. */
public final class Check {
  private final Policy policy;
  private final Replay replay;
  private final List<Denial> inEvidence = new ArrayList<>();
  private final SortedMap<String, Long> lost = new TreeMap<>();
  private long eventsOfEvidence;
  private long failedLines;
  private boolean incomplete;

  /** Of nothing yet. */
  public Check(Policy policy) {
    this.policy = policy;
    replay = new Replay(policy);
  }

  /** Adds all runs of evidence. */
  public void add(Evidence evidence) {
    Coverage coverage = Coverage.of(evidence, policy);
    eventsOfEvidence += coverage.totals().events();
    inEvidence.addAll(Denial.of(coverage));
    evidence.runs().values().forEach(this::addLost);
    incomplete |= evidence.incomplete();
  }

  /** Takes the events of traces, one trace after the other. */
  public TraceSink sink() {
    return replay;
  }

  /**
   * Adds what is known of a trace whose events the sink took.
   *
   * @param incomplete whether anything of it was not understood or is missing
   */
  public void add(Run trace, boolean incomplete) {
    failedLines += trace.lines().failed();
    addLost(trace);
    this.incomplete |= incomplete;
  }

  private void addLost(Run run) {
    run.lost().forEach((loss, count) -> lost.merge(loss, count, Long::sum));
  }

  /** What the policy denies or may deny, first of evidence. */
  public List<Denial> findings() {
    List<Denial> findings = new ArrayList<>(inEvidence);
    findings.addAll(Denial.of(policy, replay));
    return findings;
  }

  /** All events. */
  public long events() {
    return eventsOfEvidence + replay.events();
  }

  /** Events that the policy denies. */
  public long denied() {
    return count(true);
  }

  /** Events that it may deny, by arguments that are not shown. */
  public long undecided() {
    return count(false);
  }

  private long count(boolean decided) {
    return findings().stream().filter(f -> f.decided() == decided).mapToLong(Denial::events).sum();
  }

  /** Lines of traces that were not understood, so that their events are not among these. */
  public long failedLines() {
    return failedLines;
  }

  /** What the recordings say is missing, by {@link dev.winnow.traces.Loss#label()}. */
  public SortedMap<String, Long> lost() {
    return Collections.unmodifiableSortedMap(lost);
  }

  /** Whether anything of the recordings was not understood or is missing. */
  public boolean incomplete() {
    return incomplete;
  }
}

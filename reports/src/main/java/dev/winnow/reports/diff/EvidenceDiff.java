package dev.winnow.reports.diff;

import dev.winnow.learner.Surface;
import dev.winnow.policy.Change;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.reports.diff.RunCounts.Significance;
import dev.winnow.reports.risk.Exposure;
import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.Risk;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two recordings compared: which behaviour is new, gone, or in another share of the runs, and
 * whether that is a change or chance.
 */
public final class EvidenceDiff {
  private final Side before;
  private final Side after;
  private final Evidence old;
  private final Evidence now;
  private final RunUnits oldRuns;
  private final RunUnits newRuns;
  private final Diagram diagram = new Diagram();
  private final Detail detailBefore;
  private final Detail detailAfter;
  private final int recordedBefore;
  private final int recordedAfter;
  private final Map<Behaviour, List<Behaviour>> waysOf = new HashMap<>();

  private EvidenceDiff(Side before, Evidence old, Side after, Evidence now)
      throws DiagramLimitException {
    this.before = before;
    this.after = after;
    this.old = old;
    this.now = now;
    Set<String> inBoth = new HashSet<>(old.runs().keySet());
    inBoth.retainAll(now.runs().keySet());
    oldRuns = new RunUnits(old, inBoth);
    newRuns = new RunUnits(now, inBoth);
    detailBefore = Detail.of(old, now);
    detailAfter = Detail.of(now, old);
    recordedBefore = recorded(detailBefore);
    recordedAfter = recorded(detailAfter);
  }

  /**
   * Compares.
   *
   * @throws DiagramLimitException if the behaviour is too entangled to be decided
   */
  public static Diff between(Side before, Evidence old, Side after, Evidence now)
      throws DiagramLimitException {
    return new EvidenceDiff(before, old, after, now).compare();
  }

  private int recorded(Detail detail) throws DiagramLimitException {
    return diagram.permitted(
        PolicyDiagram.of(diagram, Recorded.policy(detail.evidence(), false, Set.of())));
  }

  /** A behaviour with the runs of both sides that have it. */
  private record Pair(Behaviour behaviour, Runs before, Runs after) {}

  private Diff compare() throws DiagramLimitException {
    List<Pair> pairs = pairs();
    RunTests tests = new RunTests(oldRuns, newRuns);
    pairs.forEach(pair -> tests.add(pair.before(), pair.after()));
    List<RunCounts> counts = tests.results();
    List<DiffEntry> entries = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      DiffEntry entry = entry(pairs.get(i), counts.get(i));
      if (entry != null) {
        entries.add(entry);
      }
    }
    List<String> notes = Notes.of(old, now, oldRuns, newRuns);
    long unknown =
        counts.stream().filter(one -> one.significance() == Significance.UNKNOWN).count();
    if (unknown > 0) {
      notes.add(
          "how often is not compared for %d behaviours: they are in more than %d runs"
              .formatted(unknown, Runs.FULL));
    }
    return new Diff(before, after, entries, List.of(), notes);
  }

  /** A call is of no interest where its syscall is new or gone, or was seen in the same runs. */
  private List<Pair> pairs() {
    Map<Behaviour, Runs> had = Behaviour.programs(old);
    had.putAll(Behaviour.calls(detailBefore));
    Map<Behaviour, Runs> has = Behaviour.programs(now);
    has.putAll(Behaviour.calls(detailAfter));
    Map<Behaviour, Pair> all = new LinkedHashMap<>();
    ways(has);
    ways(had);
    had.forEach((behaviour, runs) ->
        all.put(behaviour, new Pair(behaviour, runs, has.getOrDefault(behaviour, Runs.NONE))));
    has.forEach(
        (behaviour, runs) -> all.putIfAbsent(behaviour, new Pair(behaviour, Runs.NONE, runs)));
    return all.values().stream()
        .filter(pair -> {
          Behaviour whole = pair.behaviour().whole();
          Runs wholeBefore = had.getOrDefault(whole, Runs.NONE);
          Runs wholeAfter = has.getOrDefault(whole, Runs.NONE);
          boolean inBoth = !wholeBefore.isEmpty() && !wholeAfter.isEmpty();
          boolean same = sameRuns(wholeBefore, pair.before()) && sameRuns(wholeAfter, pair.after());
          return pair.behaviour().equals(whole) || (inBoth && !same);
        })
        .toList();
  }

  /** The ways of a syscall in the first recording that has it. */
  private void ways(Map<Behaviour, Runs> recording) {
    Map<Behaviour, List<Behaviour>> here = new HashMap<>();
    for (Behaviour behaviour : recording.keySet()) {
      if (behaviour.tuple() != null) {
        here.computeIfAbsent(behaviour.whole(), whole -> new ArrayList<>()).add(behaviour);
      }
    }
    here.forEach(waysOf::putIfAbsent);
  }

  private static boolean sameRuns(Runs left, Runs right) {
    return left.counts().keySet().equals(right.counts().keySet()) && left.over() == right.over();
  }

  private @Nullable DiffEntry entry(Pair pair, RunCounts counts) throws DiagramLimitException {
    Behaviour behaviour = pair.behaviour();
    Arch arch = behaviour.arch();
    Difference difference =
        new Difference(
            text(behaviour),
            share(counts.before(), counts.runsBefore()),
            share(counts.after(), counts.runsAfter()),
            "");
    if (arch == null) {
      boolean differs = pair.before().isEmpty() != pair.after().isEmpty();
      return differs || counts.significance() == Significance.CHANGE
          ? new DiffEntry(
              null, null, 0, behaviour.program(), null, null, difference, List.of(), 1, counts)
          : null;
    }
    int events = events(arch, behaviour);
    boolean added = diagram.and(events, recordedBefore) != events && pair.before().isEmpty();
    boolean gone = diagram.and(events, recordedAfter) != events && pair.after().isEmpty();
    boolean rate = counts.significance() == Significance.CHANGE;
    if (behaviour.tuple() == null) {
      added = pair.before().isEmpty();
      gone = pair.after().isEmpty();
    }
    if (!added && !gone && !rate) {
      return null;
    }
    Syscall syscall = SyscallTable.of(arch).byNumber(behaviour.number());
    return new DiffEntry(
        Change.Scope.SYSCALL,
        arch,
        behaviour.number(),
        syscall == null ? "nr(" + behaviour.number() + ")" : syscall.name(),
        added ? difference : null,
        gone ? difference : null,
        added || gone ? null : difference,
        added ? risks(arch, behaviour.number(), events) : List.of(),
        syscall == null ? 1 : Surface.weight(syscall),
        counts);
  }

  /** A syscall as such is shown by its first way, and how many more there are. */
  private String text(Behaviour behaviour) {
    List<Behaviour> ways = waysOf.getOrDefault(behaviour, List.of());
    return ways.isEmpty()
        ? behaviour.text()
        : ways.getFirst().text() + (ways.size() == 1 ? "" : " and " + (ways.size() - 1) + " more");
  }

  private static String share(OptionalInt with, int runs) {
    if (with.isEmpty()) {
      return "in more than " + Runs.FULL + " runs";
    }
    return with.getAsInt() == 0
        ? "not recorded"
        : "in " + with.getAsInt() + " of " + runs + " runs";
  }

  private int events(Arch arch, Behaviour behaviour) throws DiagramLimitException {
    int token = diagram.wordEquals(Diagram.ARCH, arch.auditToken());
    int number = diagram.wordEquals(Diagram.NR, behaviour.number());
    int here = diagram.and(token, number);
    return behaviour.tuple() == null
        ? diagram.and(here, recordedAfter)
        : diagram.and(here, PolicyDiagram.condition(diagram, arch, behaviour.condition()));
  }

  /** What this behaviour adds to all others: a combination may be new through each of its parts. */
  private List<Risk> risks(Arch arch, int number, int events) throws DiagramLimitException {
    int all = diagram.or(recordedBefore, recordedAfter);
    int added = diagram.and(events, diagram.not(recordedBefore));
    int without = diagram.and(all, diagram.not(added));
    return Exposure.beyond(diagram, without, all, Set.of(arch)).of(arch, number).stream()
        .map(OpenRisk::risk)
        .toList();
  }
}

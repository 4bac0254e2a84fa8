package dev.winnow.traces;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The summary of one or more runs: small, versioned, mergeable. Every field is a function of the
 * set of (value, run) pairs, so {@link #join} is associative, commutative and idempotent: the order
 * and the partition of inputs never matter, and a run that is read twice counts once.
 *
 * @param runs by id
 * @param syscalls by role, architecture and number
 * @param descents which role started which, with what the starting process had called before
 */
public record Evidence(
    SortedMap<String, Run> runs,
    SortedMap<SyscallKey, SyscallEvidence> syscalls,
    SortedMap<Descent, Feature> descents) {
  /** The version of the file format that is written; all from 1 on are read. */
  public static final int VERSION = 3;

  /** No run: the neutral element of {@link #join}. */
  public static final Evidence NONE =
      new Evidence(Collections.emptySortedMap(), Collections.emptySortedMap());

  public Evidence {
    runs = Frozen.copyOf(runs);
    syscalls = Frozen.copyOf(syscalls);
    descents = Frozen.copyOf(descents);
  }

  /** Evidence in which no role started another. */
  public Evidence(SortedMap<String, Run> runs, SortedMap<SyscallKey, SyscallEvidence> syscalls) {
    this(runs, syscalls, Collections.emptySortedMap());
  }

  /** The evidence of all runs of both. */
  public Evidence join(Evidence other) {
    Join join = Join.larger();
    return new Evidence(
        Joins.union(runs, other.runs, Run::join),
        Joins.union(syscalls, other.syscalls, (a, b) -> a.join(b, join)),
        Joins.union(descents, other.descents, (a, b) -> a.join(b, join)));
  }

  /** The evidence of all runs of all parts. */
  public static Evidence joinAll(List<Evidence> parts) {
    EvidenceJoiner joiner = new EvidenceJoiner();
    parts.forEach(joiner::add);
    return joiner.all();
  }

  /**
   * The same evidence with all roles taken as one, named ""; their events add up, and who started
   * whom is forgotten.
   */
  public Evidence withoutRoles() {
    if (descents.isEmpty() && syscalls.keySet().stream().allMatch(key -> key.role().isEmpty())) {
      return this;
    }
    Join join = Join.sum();
    TreeMap<SyscallKey, SyscallEvidence> merged = new TreeMap<>();
    syscalls.forEach((key, evidence) ->
        merged.merge(
            new SyscallKey("", key.arch(), key.number()), evidence, (a, b) -> a.join(b, join)));
    return new Evidence(runs, merged);
  }

  /**
   * The evidence of all but these runs, as if they had not been read; except that what was
   * summarised stays so, and features of more than {@value Runs#FULL} runs stay as they are.
   */
  public Evidence without(Set<String> ids) {
    TreeMap<String, Run> others = new TreeMap<>(runs);
    others.keySet().removeAll(ids);
    return restricted(others, new Restriction(f -> f.without(ids), false));
  }

  /** The same evidence without phases: what came after which marker. Much smaller. */
  public Evidence withoutMarkers() {
    return restricted(runs, new Restriction(Feature::withoutMarkers, true));
  }

  /** The same evidence without arguments: who made which call. Much smaller as well. */
  public Evidence withoutArguments() {
    TreeMap<SyscallKey, SyscallEvidence> calls = new TreeMap<>(syscalls);
    calls.replaceAll((key, call) ->
        new SyscallEvidence(
            call.seen(),
            call.launcher(),
            call.unreturned(),
            call.failed(),
            call.refused(),
            List.of(),
            Tuples.NONE));
    return new Evidence(runs, calls, descents);
  }

  private Evidence restricted(SortedMap<String, Run> kept, Restriction to) {
    return new Evidence(kept, to.syscalls(syscalls), to.features(descents));
  }

  /** The roles, in order. */
  public SortedSet<String> roles() {
    TreeSet<String> roles = new TreeSet<>();
    syscalls.keySet().forEach(key -> roles.add(key.role()));
    return roles;
  }

  /**
   * What a filter meets that every process installs when its own first call of a marker returns:
   * what the process did from then on, and all that the processes did which it started after that,
   * for they inherit the filter. Of how often nothing is known where the process itself did it:
   * these counts are 1.
   */
  public Evidence after(Marker marker) {
    return after(roles(), marker);
  }

  /** The same if only processes of one role install it; their threads do with them. */
  public Evidence after(String role, Marker marker) {
    return after(new Lineage(descents).crew(role), marker);
  }

  private Evidence after(Set<String> crew, Marker marker) {
    Set<String> inherit = new Lineage(descents).startedAfter(crew, marker);
    Restriction later = new Restriction(f -> f.after(marker), false);
    TreeMap<SyscallKey, SyscallEvidence> own = new TreeMap<>();
    later.syscalls(of(crew).syscalls).forEach((key, seen) -> own.put(key, seen.withoutCounts()));
    return new Evidence(runs, own, later.features(descents)).join(of(inherit));
  }

  /**
   * What a filter meets that processes of a role begin with: what they did, and all that they
   * started.
   */
  public Evidence of(String role) {
    return of(new Lineage(descents).from(Set.of(role)));
  }

  private Evidence of(Set<String> roles) {
    TreeMap<SyscallKey, SyscallEvidence> own = new TreeMap<>(syscalls);
    own.keySet().removeIf(key -> !roles.contains(key.role()));
    return new Evidence(runs, own, descents);
  }

  /** The same evidence with those of its runs in a group that are in none. */
  public Evidence inGroup(String group) {
    TreeMap<String, Run> grouped = new TreeMap<>(runs);
    grouped.replaceAll((id, run) -> run.inGroup(group));
    return new Evidence(grouped, syscalls, descents);
  }

  /**
   * Whether anything in the runs was lost, cut or not understood; what a source does not show is
   * not. The one test for everybody who says that a recording is incomplete.
   */
  public boolean incomplete() {
    return runs.values().stream().anyMatch(Run::incomplete) || undecoded() > 0;
  }

  /** Arguments that were shown and not decoded, in all events. */
  public long undecoded() {
    long sum = 0;
    for (SyscallEvidence syscall : syscalls.values()) {
      for (ArgumentEvidence argument : syscall.arguments()) {
        for (Feature feature : argument.undecoded().values()) {
          sum += feature.runs().events();
        }
      }
    }
    return sum;
  }

  /** Events read in all runs. */
  public long events() {
    long sum = 0;
    for (Run run : runs.values()) {
      sum += run.events();
    }
    return sum;
  }
}

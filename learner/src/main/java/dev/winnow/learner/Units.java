package dev.winnow.learner;

import dev.winnow.traces.Evidence;
import dev.winnow.traces.Run;
import dev.winnow.traces.Runs;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What statistics count: runs, taken together where they are not independent. Runs of one group are
 * one unit. So are repeats of one scenario: runs of the same recorded command that made the same
 * system calls with the same enums, flags, modes, signals and ids. A repeat shows that the scenario
 * repeats, not that another would bring nothing new.
 */
final class Units {
  private final Map<String, Integer> units;
  private final List<Set<String>> runs;
  private final boolean grouped;

  private Units(Map<String, Integer> units, List<Set<String>> runs, boolean grouped) {
    this.units = units;
    this.runs = runs;
    this.grouped = grouped;
  }

  /** The units of evidence without roles, in the string order of their first runs' ids. */
  static Units of(Evidence evidence) {
    Map<String, BitSet> behaviour = behaviour(evidence);
    Map<Object, Integer> known = new HashMap<>();
    Map<String, Integer> units = new LinkedHashMap<>();
    List<Set<String>> members = new ArrayList<>();
    boolean grouped = false;
    for (Run run : evidence.runs().values()) {
      grouped |= !run.group().isEmpty();
      Object key =
          !run.group().isEmpty()
              ? List.of("group", run.group())
              : run.command().isEmpty()
                  ? List.of("run", run.id())
                  : List.of(run.command(), behaviour.getOrDefault(run.id(), new BitSet()));
      int unit = known.computeIfAbsent(key, k -> known.size());
      if (unit == members.size()) {
        members.add(new TreeSet<>());
      }
      members.get(unit).add(run.id());
      units.put(run.id(), unit);
    }
    return new Units(units, members, grouped);
  }

  private static Map<String, BitSet> behaviour(Evidence evidence) {
    Map<String, BitSet> behaviour = new HashMap<>();
    int feature = 0;
    for (Runs runs : Learner.features(evidence, Template.SEEN)) {
      for (String id : runs.counts().keySet()) {
        behaviour.computeIfAbsent(id, i -> new BitSet()).set(feature);
      }
      feature++;
    }
    return behaviour;
  }

  /** N. */
  int size() {
    return runs.size();
  }

  /** The ids of a unit's runs. */
  Set<String> runs(int unit) {
    return runs.get(unit);
  }

  /** Runs that count with an earlier one though nobody put them in a group. */
  int repeats() {
    return grouped ? 0 : units.size() - runs.size();
  }

  /** Whether runs were put in groups. */
  boolean grouped() {
    return grouped;
  }

  /** The number of units with these runs; all of them if the runs are too many to be told apart. */
  int count(Runs with) {
    return with.over() ? size() : set(with).cardinality();
  }

  /** The only unit with these runs, or -1 if there are more. */
  int alone(Runs with) {
    if (with.over()) {
      return -1;
    }
    int only = -1;
    for (String id : with.counts().keySet()) {
      int unit = units.getOrDefault(id, -1);
      if (only >= 0 && unit != only) {
        return -1;
      }
      only = unit;
    }
    return only;
  }

  /** The units that alone have one of these features. */
  BitSet alone(List<Runs> features) {
    BitSet alone = new BitSet();
    for (Runs feature : features) {
      int unit = alone(feature);
      if (unit >= 0) {
        alone.set(unit);
      }
    }
    return alone;
  }

  /**
   * The features of each unit, numbered as they come. Beyond 1,024 runs a feature's runs are not
   * all known; no single unit can lack it then.
   */
  List<BitSet> features(List<Runs> features) {
    List<BitSet> sets = new ArrayList<>();
    for (int unit = 0; unit < size(); unit++) {
      sets.add(new BitSet());
    }
    for (int i = 0; i < features.size(); i++) {
      int feature = i;
      set(features.get(i)).stream().forEach(unit -> sets.get(unit).set(feature));
    }
    return sets;
  }

  private BitSet set(Runs with) {
    BitSet set = new BitSet();
    if (with.over()) {
      set.set(0, size());
    }
    for (String id : with.counts().keySet()) {
      Integer unit = units.get(id);
      if (unit != null) {
        set.set(unit);
      }
    }
    return set;
  }
}

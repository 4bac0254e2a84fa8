package dev.winnow.learner;

import dev.winnow.traces.ArgumentEvidence;
import dev.winnow.traces.DeadArguments;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.Tuples;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The calls of a syscall in which the argument that splits it has one value.
 *
 * @param by that argument's index
 * @param value that value
 * @param runs that have such calls
 * @param others what was seen of the other arguments in these calls, by index; without those that
 *     such calls do not read
 */
record Branch(int by, long value, Runs runs, SortedMap<Integer, ArgumentEvidence> others) {
  /** The branches in the order of the values; the evidence must be splittable by the argument. */
  static List<Branch> of(Syscall syscall, SyscallEvidence evidence, int by) {
    TreeMap<Long, List<Map.Entry<Tuples.Tuple, Feature>>> calls =
        new TreeMap<>(Long::compareUnsigned);
    for (Map.Entry<Tuples.Tuple, Feature> entry : evidence.tuples().seen().entrySet()) {
      entry
          .getKey()
          .values()
          .get(by)
          .ifPresent(value -> calls.computeIfAbsent(value, v -> new ArrayList<>()).add(entry));
    }
    List<Branch> branches = new ArrayList<>();
    calls.forEach((value, seen) -> {
      Runs runs = Runs.NONE;
      for (Map.Entry<Tuples.Tuple, Feature> entry : seen) {
        runs = runs.join(entry.getValue().runs());
      }
      TreeMap<Integer, ArgumentEvidence> others = new TreeMap<>();
      for (int i = 0; i < evidence.arguments().size(); i++) {
        if (i != by && Tuples.keeps(syscall, i) && !dead(syscall, i, by, value)) {
          others.put(i, argument(evidence.arguments().get(i), i, seen));
        }
      }
      branches.add(new Branch(by, value, runs, others));
    });
    return branches;
  }

  private static boolean dead(Syscall syscall, int index, int by, long value) {
    DeadArguments.Guard guard = ArgumentConstraint.guard(syscall, index);
    return guard != null && guard.discriminator() == by && guard.dead(value);
  }

  private static ArgumentEvidence argument(
      ArgumentEvidence everywhere, int index, List<Map.Entry<Tuples.Tuple, Feature>> calls) {
    TreeMap<Long, Feature> values = new TreeMap<>(Long::compareUnsigned);
    Runs missing = Runs.NONE;
    for (Map.Entry<Tuples.Tuple, Feature> entry : calls) {
      Runs runs = entry.getValue().runs();
      Optional<Long> value = entry.getKey().values().get(index);
      if (value.isPresent()) {
        values.merge(value.get(), seen(runs), (a, b) -> seen(a.runs().join(b.runs())));
      } else {
        missing = missing.join(runs);
      }
    }
    // A combination lacks an argument that is dead or not shown; it was always shown if complete.
    Feature hidden = everywhere.complete() ? Feature.NONE : seen(missing);
    Values all = everywhere.values();
    return new ArgumentEvidence(
        Values.of(all.width(), all.cap(), values), hidden, Collections.emptySortedMap());
  }

  private static Feature seen(Runs runs) {
    return new Feature(runs, Collections.emptySortedMap());
  }

  /** The constraints that a template puts on the other arguments of these calls. */
  List<ArgumentConstraint> constraints(Syscall syscall, Template template) {
    List<ArgumentConstraint> constraints = new ArrayList<>();
    others.forEach((index, seen) -> {
      DeadArguments.Guard guard = ArgumentConstraint.guard(syscall, index);
      // Branches in which the value decides that it is dead have no such argument.
      boolean decided = guard != null && guard.discriminator() == by;
      constraints.add(
          ArgumentConstraint.of(
              syscall, index, seen, template.level(syscall, index), decided ? null : guard));
    });
    return constraints;
  }
}

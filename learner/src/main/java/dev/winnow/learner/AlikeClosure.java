package dev.winnow.learner;

import dev.winnow.policy.Expr;
import dev.winnow.policy.Term;
import dev.winnow.traces.Argument;
import dev.winnow.traces.Feature;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The closure of values under what is {@link Alike}. Extensive, monotone and idempotent: what is
 * added depends on whether one of those that are alike is there, and adds no other.
 */
final class AlikeClosure {
  /** More single values than this are never added: ranges of the table are few and short. */
  private static final int LONGEST = 4096;

  private AlikeClosure() {}

  /** The closure; the values must not be over the cap unless the argument is a set of bits. */
  static Closure of(Argument argument, Term term, Values values, Alike alike) {
    if (alike.free()) {
      return new Closure(Expr.TRUE, List.of(), term.width());
    }
    return Alike.byBits(argument.kind())
        ? bits(argument, term, values, alike)
        : numbers(argument, term, values, alike);
  }

  private static Closure bits(Argument argument, Term term, Values values, Alike alike) {
    SortedMap<Integer, Feature> seen = values.ones();
    List<Runs> features = new ArrayList<>();
    long ones = alike.anyBits();
    for (long together : alike.bitsTogether()) {
      Runs runs = Runs.NONE;
      for (Map.Entry<Integer, Feature> entry : seen.entrySet()) {
        if ((together >>> entry.getKey() & 1) == 1) {
          runs = runs.join(entry.getValue().runs());
        }
      }
      if (!runs.isEmpty()) {
        features.add(runs);
        ones |= together;
      }
    }
    for (Map.Entry<Integer, Feature> entry : seen.entrySet()) {
      if ((ones >>> entry.getKey() & 1) == 0) {
        features.add(entry.getValue().runs());
      }
    }
    for (int bit : seen.keySet()) {
      ones |= 1L << bit;
    }
    if (!alike.always(argument.kind())) {
      features.add(Closure.any(values));
    }
    return Closure.masked(argument, term, values, ones & term.mask(), 0, features);
  }

  private static Closure numbers(Argument argument, Term term, Values values, Alike alike) {
    Term number = new Term(term.argument(), term.width(), term.mask() & ~alike.anyBits());
    TreeMap<Long, Runs> seen = new TreeMap<>(Long::compareUnsigned);
    values
        .exact()
        .forEach((value, feature) -> seen.merge(number.of(value), feature.runs(), Runs::join));
    TreeSet<Long> allowed = new TreeSet<>(Long::compareUnsigned);
    alike.anyValues().forEach(range -> add(allowed, range, number));
    List<Runs> features = new ArrayList<>();
    for (List<Expr.Range> together : alike.valuesTogether()) {
      TreeSet<Long> all = new TreeSet<>(Long::compareUnsigned);
      together.forEach(range -> add(all, range, number));
      Runs runs = Runs.NONE;
      for (long value : all) {
        runs = runs.join(seen.getOrDefault(value, Runs.NONE));
      }
      if (!runs.isEmpty()) {
        features.add(runs);
        allowed.addAll(all);
      }
    }
    seen.forEach((value, runs) -> {
      if (!allowed.contains(value)) {
        features.add(runs);
      }
    });
    allowed.addAll(seen.keySet());
    if (!alike.always(argument.kind())) {
      features.add(Closure.any(values));
    }
    double logVolume =
        Math.log(Math.max(1, allowed.size())) / Math.log(2) + Long.bitCount(alike.anyBits());
    Expr expression = allowed.isEmpty() ? Expr.FALSE : Closure.oneOf(number, allowed);
    return new Closure(expression, features, Math.min(term.width(), logVolume));
  }

  private static void add(Set<Long> values, Expr.Range range, Term number) {
    if (Long.compareUnsigned(range.high() - range.low(), LONGEST) > 0) {
      throw new IllegalStateException("alike.tsv: a range of more than " + LONGEST + " values");
    }
    for (long value = range.low(); ; value++) {
      values.add(number.of(value));
      if (value == range.high()) {
        return;
      }
    }
  }
}

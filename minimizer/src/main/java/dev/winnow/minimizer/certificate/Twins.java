package dev.winnow.minimizer.certificate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Alternatives that differ in one test only: {@code (t && r) || (u && r)} is {@code (t || u) && r}.
 */
final class Twins {
  /** Two conditions with equal keys can be merged. */
  private record Key(int word, int mask, List<Formula> rest) {}

  private final Map<Key, Formula.All> byKey = new HashMap<>();
  private final Set<Formula> kept = new LinkedHashSet<>();

  private Twins() {}

  /** The alternatives, no two of which can be merged. */
  static Collection<Formula> merged(Collection<Formula> alternatives) {
    Twins twins = new Twins();
    Deque<Formula> open = new ArrayDeque<>(alternatives);
    while (!open.isEmpty()) {
      Formula next = open.removeFirst();
      if (next instanceof Formula.All all) {
        Formula both = twins.withTwin(all);
        if (both != null) {
          open.addFirst(both);
          continue;
        }
      }
      twins.kept.add(next);
    }
    return twins.kept;
  }

  /** The condition and its twin as one; null if it has none yet. */
  private @Nullable Formula withTwin(Formula.All all) {
    for (Key key : keys(all)) {
      Formula.All twin = byKey.get(key);
      if (twin != null && !twin.equals(all)) {
        keys(twin).forEach(other -> byKey.remove(other, twin));
        kept.remove(twin);
        List<Formula> parts = new ArrayList<>(key.rest);
        parts.add(test(all, key).or(test(twin, key)));
        return Formula.all(parts);
      }
    }
    keys(all).forEach(key -> byKey.put(key, all));
    return null;
  }

  private static List<Key> keys(Formula.All all) {
    List<Key> keys = new ArrayList<>();
    for (Formula part : all.parts()) {
      if (part instanceof WordTest test) {
        List<Formula> rest = new ArrayList<>(all.parts());
        rest.remove(part);
        keys.add(new Key(test.word(), test.mask(), rest));
      }
    }
    return keys;
  }

  private static WordTest test(Formula.All all, Key key) {
    for (Formula part : all.parts()) {
      if (part instanceof WordTest test && test.word() == key.word && test.mask() == key.mask) {
        return test;
      }
    }
    throw new IllegalStateException(key + " is none of " + all);
  }
}

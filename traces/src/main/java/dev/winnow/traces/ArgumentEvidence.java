package dev.winnow.traces;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was seen in one argument of one syscall.
 *
 * @param values the values
 * @param hidden where the source did not show it although it may matter; a dead argument is not
 *     counted here (see {@link DeadArguments})
 * @param undecoded what could not be decoded, by its text: the {@value #TEXTS} smallest texts
 */
public record ArgumentEvidence(
    Values values, Feature hidden, SortedMap<String, Feature> undecoded) {
  /** How many texts are kept; beyond, the smallest, which is a function of the set. */
  public static final int TEXTS = 64;

  public ArgumentEvidence {
    if (undecoded.size() > TEXTS) {
      TreeMap<String, Feature> kept = new TreeMap<>(undecoded);
      while (kept.size() > TEXTS) {
        kept.pollLastEntry();
      }
      undecoded = kept;
    }
    undecoded = Frozen.copyOf(undecoded);
  }

  /** Whether every event showed a value, so that the argument may be constrained. */
  public boolean complete() {
    return hidden.runs().isEmpty() && undecoded.isEmpty();
  }

  ArgumentEvidence join(ArgumentEvidence other, Join join) {
    return new ArgumentEvidence(
        values.join(other.values, join),
        hidden.join(other.hidden, join),
        Joins.union(undecoded, other.undecoded, (a, b) -> a.join(b, join)));
  }
}

package dev.winnow.learner;

import dev.winnow.traces.Kind;
import dev.winnow.traces.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How often, per run, a closed set of a kind and level turned out not to be closed: a Beta
 * distribution, from the table {@code prior.tsv}, which says what it was fitted to. What is seen in
 * the runs at hand moves it, by their number in full, by their novelties in part.
 *
 * @param a the denials that the prior is worth
 * @param b the runs without denial that it is worth
 * @param weight what a novelty counts, 0 to 1: one that is seen says less of the next than the Beta
 *     distribution has it, for a run that does something new is new in many places at once
 */
record Prior(double a, double b, double weight) {
  /** The likeliest weight of 0, 0.1, … 1 for all rows of the table together. */
  static final double NOVELTY = 0.3;

  private static final Map<String, Prior> TABLE = table();

  private static Map<String, Prior> table() {
    Map<String, Prior> table = new HashMap<>();
    for (List<String> row : Resource.rows(Prior.class, "prior.tsv", 4)) {
      double a = Double.parseDouble(row.get(2));
      table.put(
          row.get(0) + " " + row.get(1), new Prior(a, Double.parseDouble(row.get(3)), NOVELTY));
    }
    return Map.copyOf(table);
  }

  /** The prior of a kind and level; without a row of its own that of EXACT, or of all enums. */
  static Prior of(Kind kind, Level level) {
    for (String name : List.of(name(kind, level), name(kind, Level.EXACT))) {
      Prior prior = TABLE.get(name);
      if (prior != null) {
        return prior;
      }
    }
    return of(Kind.ENUM, Level.EXACT);
  }

  private static String name(Kind kind, Level level) {
    return kind.name().toLowerCase(Locale.ROOT) + " " + level.label();
  }

  /**
   * The probability that the next run breaks a constraint: (N_s/N) (A + w K1) / (A + B + N_s).
   *
   * @param runs N
   * @param using N_s, those with the syscall
   * @param novel K1, of these the ones that the constraint learned from the others denies
   */
  double risk(int runs, int using, int novel) {
    // One run alone says nothing about whether its values are all there are.
    double seen = using == 1 ? 0 : weight * novel;
    return (double) using / runs * (a + seen) / (a + b + using);
  }
}

package dev.winnow.evaluation;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What winnow aims at, beside what was measured and how far that would move. */
final class Targets {
  private static final double ALPHA = 0.05;
  private static final String RISK = "risk " + ALPHA;

  private final Means means;
  private final StringBuilder text = new StringBuilder();

  private Targets(Means means) {
    this.means = means;
  }

  /** A line for each target. */
  static String text(Means means) {
    return new Targets(means).text();
  }

  private String text() {
    text.append("Targets; in brackets the middle 95 % of what other programs like these give\n\n");
    line(
        "default: denials beyond names, points",
        drawn -> row("default", drawn).beyondNames(),
        "at most 1.0",
        -1,
        0.01);
    line(
        "default, predicted: beyond predicted names, points",
        drawn -> row("default, predicted", drawn).beyondNames(),
        "at most 1.0",
        -1,
        0.01);
    line(
        "default: probes blocked",
        drawn -> row("default", drawn).blocked(),
        "at least 92",
        0.92,
        1);
    line("default, predicted: runs saved of those denied", this::saved, "at least 20", 0.2, 1);
    line("default, predicted: probes lost of those blocked", this::lost, "at most 1.5", -1, 0.015);
    // The budget is for runs with a denial by arguments, whatever else is denied in them.
    line(
        "risk 0.05: runs with denials by arguments, of request",
        drawn -> row(RISK, drawn).byArguments() / ALPHA,
        "50 to 150",
        0.5,
        1.5);
    line(
        "risk 0.05: the same, half of the runs held out",
        drawn -> row(RISK, drawn).byArgumentsHalves() / ALPHA,
        "at most 200",
        0,
        2);
    line(
        "risk 0.05: denials beyond names, of the request",
        drawn -> row(RISK, drawn).beyondNames() / ALPHA,
        "-",
        -2,
        2);
    line(
        "risk 0.05: the same, half of the runs held out",
        drawn -> row(RISK, drawn).beyondNamesHalves() / ALPHA,
        "-",
        -2,
        2);
    int self = means.selfDenials();
    text.append(
        "%-53s %7d    %-12s %s%n"
            .formatted("runs denied by what was learned from them", self, "0", verdict(self == 0)));
    return text.toString();
  }

  private Row row(String method, List<String> programs) {
    return means.row(method, programs);
  }

  private double saved(List<String> programs) {
    double plain = row("default", programs).denied();
    return plain == 0 ? 0 : 1 - row("default, predicted", programs).denied() / plain;
  }

  private double lost(List<String> programs) {
    double plain = row("default", programs).blocked();
    return plain == 0 ? 0 : 1 - row("default, predicted", programs).blocked() / plain;
  }

  private static String verdict(boolean met) {
    return met ? "met" : "NOT MET";
  }

  private void line(
      String what, ToDoubleFunction<List<String>> figure, String target, double low, double high) {
    double share = figure.applyAsDouble(means.programs());
    double[] interval = Bootstrap.interval(means.programs(), figure);
    boolean met = share >= low && share <= high;
    text.append(
        String.format(
            Locale.ROOT,
            "%-53s %7.2f %%  %-12s %-8s [%.2f, %.2f]%n",
            what,
            100 * share,
            target,
            target.equals("-") ? "" : verdict(met),
            100 * interval[0],
            100 * interval[1]));
  }
}

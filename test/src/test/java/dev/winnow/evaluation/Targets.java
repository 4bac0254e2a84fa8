package dev.winnow.evaluation;

import java.util.List;
import java.util.Locale;

/** What winnow aims at, beside what was measured. */
final class Targets {
  private static final double ALPHA = 0.05;

  private final List<Row> rows;
  private final StringBuilder text = new StringBuilder("Targets\n\n");

  private Targets(List<Row> rows) {
    this.rows = rows;
  }

  /** A line for each target. */
  static String text(List<Row> rows) {
    return new Targets(rows).text();
  }

  private String text() {
    Row plain = row("default");
    Row predicted = row("default, predicted");
    Row risk = row("risk " + ALPHA);
    double saved = plain.denied() == 0 ? 0 : 1 - predicted.denied() / plain.denied();
    double lost = plain.blocked() == 0 ? 0 : 1 - predicted.blocked() / plain.blocked();
    line("default: denials beyond names, points", plain.beyondNames(), "at most 1.0", -1, 0.01);
    double shipped = predicted.denied() - row("names").denied();
    line("default, predicted: beyond unpredicted names, points", shipped, "at most 1.0", -1, 0.01);
    line("default: probes blocked", plain.blocked(), "at least 92", 0.92, 1);
    line("default, predicted: runs saved of those denied", saved, "at least 20", 0.2, 1);
    line("default, predicted: probes lost of those blocked", lost, "at most 1.5", -1, 0.015);
    line(
        "risk 0.05: runs with denials by arguments, of request",
        risk.byArguments() / ALPHA,
        "50 to 150",
        0.5,
        1.5);
    line(
        "risk 0.05: the same, half of the runs held out",
        risk.byArgumentsHalves() / ALPHA,
        "at most 200",
        0,
        2);
    double beyond = risk.beyondNames() / ALPHA;
    line("risk 0.05: denials beyond names, of the request", beyond, "50 to 150", 0.5, 1.5);
    double halves = risk.beyondNamesHalves() / ALPHA;
    line("risk 0.05: the same, half of the runs held out", halves, "at most 200", -2, 2);
    int self =
        rows.stream()
            .filter(row -> !row.method().startsWith("container"))
            .mapToInt(Row::self)
            .sum();
    line("runs denied by what was learned from them", self, "0", 0, 0);
    return text.toString();
  }

  private Row row(String method) {
    return rows.stream().filter(row -> row.method().equals(method)).findFirst().orElseThrow();
  }

  private void line(String what, double share, String target, double low, double high) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-53s %7.2f %%  %-12s %s%n",
            what,
            100 * share,
            target,
            share >= low && share <= high ? "met" : "NOT MET"));
  }
}

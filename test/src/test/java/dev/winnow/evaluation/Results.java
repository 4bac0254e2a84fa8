package dev.winnow.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** The scores as tables. */
final class Results {
  private static final String COLUMNS = "%-22s %8s %7s %8s %8s %8s %7s %8s %8s %7s %7s %5s%n";

  private final List<Score> scores;
  private final Means means;
  private final List<Row> rows;
  private final int probes;

  Results(List<Method> methods, List<Score> scores, int probes) {
    this.scores = List.copyOf(scores);
    this.probes = probes;
    means = new Means(methods, scores, probes);
    rows = means.rows();
  }

  List<Row> rows() {
    return rows;
  }

  /** Runs denied by what was learned from them: always a defect. */
  int selfDenials() {
    return means.selfDenials();
  }

  /** For people: means, the targets, and each program. */
  String text() {
    int programs = means.programs().size();
    StringBuilder text = new StringBuilder();
    text.append(
            "Means over %d programs, %d probes; shares in %%. denied: held-out runs with a denial. +args: the same less that of names%n"
                .formatted(programs, probes))
        .append(
            "(which predict as the method does). by args: runs with a denial by arguments. 1/2: half of the runs held out.\n\n")
        .append(
            COLUMNS.formatted(
                "method", "denied", "+args", "by args", "events", "1/2", "+args", "by args",
                "probes", "volume", "insns", "self"));
    for (Row row : rows) {
      text.append(
          COLUMNS.formatted(
              row.method(),
              percent(row.denied()),
              percent(row.beyondNames()),
              percent(row.byArguments()),
              String.format(Locale.ROOT, "%.3f", 100 * row.events()),
              percent(row.deniedHalves()),
              percent(row.beyondNamesHalves()),
              percent(row.byArgumentsHalves()),
              percent(row.blocked()),
              String.format(Locale.ROOT, "%.3f", row.volume()),
              instructions(row),
              row.self()));
    }
    return text.append('\n').append(Targets.text(means)).append('\n').append(programs()).toString();
  }

  private static String instructions(Row row) {
    String mean =
        Double.isNaN(row.instructions())
            ? "-"
            : String.format(Locale.ROOT, "%.0f", row.instructions());
    return row.tooLong() == 0 ? mean : mean + " (" + row.tooLong() + " too long)";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  private String programs() {
    StringBuilder text = new StringBuilder("Each program: held-out runs denied (by arguments)\n\n");
    for (String program : means.programs()) {
      text.append(program).append(':');
      for (Score score : scores) {
        if (score.program().equals(program)) {
          Denials one = score.one();
          text.append("  %s %d (%d)".formatted(score.method(), one.denied(), one.byArguments()));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  /** For spreadsheets: each program and method, counts. */
  String csv() {
    StringBuilder csv =
        new StringBuilder(
            "program,method,runs,denied,by_arguments,events,events_denied,undecided,half_runs,"
                + "half_denied,half_by_arguments,self_denied,probes,probes_blocked,volume,"
                + "instructions\n");
    for (Score score : scores) {
      Denials one = score.one();
      Denials halves = score.halves();
      csv.append(
          String.format(
              Locale.ROOT,
              "%s,\"%s\",%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%.6f,%d%n",
              score.program(),
              score.method(),
              one.runs(),
              one.denied(),
              one.byArguments(),
              one.events(),
              one.eventsDenied(),
              one.undecided(),
              halves.runs(),
              halves.denied(),
              halves.byArguments(),
              score.self().denied(),
              probes,
              score.blocked(),
              score.volume(),
              score.instructions()));
    }
    return csv.toString();
  }

  /** Why single runs were denied: a line for each syscall of each run that was left out alone. */
  String denials() {
    StringBuilder lines = new StringBuilder("program\tmethod\tevent\n");
    for (Score score : scores) {
      if (!score.method().equals("exact")) {
        for (String event : score.one().examples()) {
          lines.append(score.program()).append('\t').append(score.method()).append('\t');
          lines.append(event).append('\n');
        }
      }
    }
    return lines.toString();
  }

  /** For scripts: the means and the scores. */
  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("probes", probes);
    ArrayNode means = root.putArray("means");
    rows.forEach(row -> means.add(mapper.<ObjectNode>valueToTree(row)));
    ArrayNode each = root.putArray("scores");
    for (Score score : scores) {
      ObjectNode node = mapper.valueToTree(score);
      List.of("one", "halves", "self")
          .forEach(part -> ((ObjectNode) node.path(part)).remove("examples"));
      each.add(node);
    }
    try {
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot write the results", e);
    }
  }
}

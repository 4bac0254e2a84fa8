package dev.winnow.reports;

import dev.winnow.reports.charts.Chart;
import dev.winnow.reports.charts.Drawing;
import dev.winnow.reports.charts.Numbers;
import java.util.ArrayList;
import java.util.List;

/** Which runs show which values of a syscall's arguments. */
final class HeatChart {
  /** More do not fit a page. */
  private static final int MOST_ROWS = 30;

  private static final int MOST_COLUMNS = 60;
  private static final int LONGEST = 34;

  private HeatChart() {}

  static Chart of(ValueHeat heat) {
    if (heat.rows().isEmpty()) {
      return Charts.refused(
          "values", "Argument values by run", "No flags, enums, modes, signals or ids were seen.");
    }
    String title = "Values of " + heat.syscall() + " by run";
    if (heat.runs() < 2) {
      return Charts.refused("values", title, "One run: there is nothing to compare it with.");
    }
    int columns = Math.min(heat.runs(), MOST_COLUMNS);
    List<String> labels = new ArrayList<>();
    List<List<Long>> cells = new ArrayList<>();
    List<List<String>> numbers = new ArrayList<>();
    for (ValueHeat.Row row : heat.rows()) {
      if (labels.size() < MOST_ROWS) {
        labels.add(cut(row.argument() + " " + row.value()));
        cells.add(row.events().subList(0, columns));
      }
      numbers.add(
          List.of(
              row.argument() + " " + row.value(),
              Figures.count(row.inRuns()),
              Figures.count(row.events().stream().mapToLong(Long::longValue).sum())));
    }
    int more = heat.rows().size() - labels.size();
    String caption =
        "A row is a value, a column a run, in the order of the table of recordings; the darker, the more events. A value in one column only would be denied had that run not been recorded."
            + (more > 0 ? " " + Figures.count(more, "rarer value") + " not drawn." : "")
            + (columns < heat.runs() ? " Only the first " + columns + " runs are drawn." : "");
    return new Chart(
        "values",
        title,
        caption,
        new Drawing.Heat("run", labels, columns, cells),
        new Numbers(List.of("Value", "Runs", "Events"), numbers));
  }

  private static String cut(String label) {
    return label.length() <= LONGEST ? label : label.substring(0, LONGEST - 1) + "…";
  }
}

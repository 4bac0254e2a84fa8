package dev.winnow.reports.charts;

import java.util.List;

/**
 * The numbers of a chart, for those who cannot or do not want to read a picture.
 *
 * @param columns their heads; the first column is text
 * @param rows as many cells each as there are columns
 */
public record Numbers(List<String> columns, List<List<String>> rows) {
  /** A chart without numbers of its own. */
  public static final Numbers NONE = new Numbers(List.of(), List.of());

  public Numbers {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(row.size() + " cells of " + columns.size());
      }
    }
  }
}

package dev.winnow.reports.risk;

import dev.winnow.traces.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The table {@code risk.tsv}, which says in its first lines how it is written. */
public final class RiskTable {
  private static final String FILE = "risk.tsv";
  private static final int COLUMNS = 9;
  private static final Pattern PARTS = Pattern.compile(" \\+ ");
  private static final List<RiskRow> ROWS = read();

  private RiskTable() {}

  /** Every risk, as the table has them. */
  public static List<Risk> all() {
    return ROWS.stream().map(RiskRow::risk).distinct().toList();
  }

  /**
   * The risk of that id.
   *
   * @throws IllegalArgumentException if the table has none
   */
  public static Risk of(String id) {
    return all().stream()
        .filter(risk -> risk.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no risk " + id));
  }

  /** Every way in which a risk is open. */
  static List<RiskRow> rows() {
    return ROWS;
  }

  private static List<RiskRow> read() {
    Map<String, Risk> risks = new LinkedHashMap<>();
    List<RiskRow> rows = new ArrayList<>();
    for (List<String> fields : Resource.rows(RiskTable.class, FILE, COLUMNS)) {
      Risk risk = risks.computeIfAbsent(fields.getFirst(), id -> risk(fields));
      rows.add(new RiskRow(risk, parts(fields.get(3), fields.get(4))));
    }
    return List.copyOf(rows);
  }

  private static Risk risk(List<String> fields) {
    return new Risk(
        fields.get(0),
        RiskLevel.valueOf(fields.get(1).toUpperCase(Locale.ROOT)),
        fields.get(2),
        fields.get(5),
        fields.get(6),
        fields.get(7),
        fields.get(8));
  }

  private static List<RiskRow.Part> parts(String syscalls, String conditions) {
    String[] names = PARTS.split(syscalls, -1);
    String[] texts = PARTS.split(conditions, -1);
    if (names.length != texts.length) {
      throw new IllegalStateException(FILE + ": as many conditions as parts: " + syscalls);
    }
    List<RiskRow.Part> parts = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      parts.add(new RiskRow.Part(List.of(names[i].split(",", -1)), texts[i]));
    }
    return parts;
  }
}

package dev.winnow.reports.diff;

import dev.winnow.reports.TraceText;
import dev.winnow.reports.risk.Risk;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A diff for a terminal. */
public final class DiffToText {
  /** Where the second line of a difference begins: under the event. */
  private static final String INDENT = " ".repeat(18);

  private DiffToText() {}

  /** The text, with a final newline; {@code same} if nothing differs. */
  public static String text(Diff diff) {
    StringBuilder out = new StringBuilder(DiffCounts.sentence(diff)).append('\n');
    for (DiffLine line : DiffLine.of(diff)) {
      out.append(
          "%-7s %-9s %s: %s\n"
              .formatted(
                  line.level() == null ? "" : line.level().label(),
                  line.relation().name().toLowerCase(Locale.ROOT),
                  line.what(),
                  line.counts() == null ? line.verdicts() : line.counts().sentence()));
      if (!line.when().isEmpty()) {
        out.append(INDENT).append("when ").append(line.when()).append('\n');
      }
      risks(out, line.risks());
    }
    diff.notes().forEach(note -> out.append("note: ").append(TraceText.visible(note)).append('\n'));
    return out.toString();
  }

  /** The worst in full, the others by name. */
  private static void risks(StringBuilder out, List<Risk> risks) {
    if (risks.isEmpty()) {
      return;
    }
    out.append(INDENT).append(risks.getFirst().sentence()).append('\n');
    if (risks.size() > 1) {
      String others =
          risks.stream().skip(1).map(Risk::title).collect(Collectors.joining("; ", "also: ", "\n"));
      out.append(INDENT).append(others);
    }
  }
}

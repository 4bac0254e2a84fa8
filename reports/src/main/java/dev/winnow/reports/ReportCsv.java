package dev.winnow.reports;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The table of syscalls as CSV (RFC 4180, but lines end in LF), with a head. What is not known is
 * empty. No cell begins with a character that spreadsheets take for a formula.
 */
public final class ReportCsv {
  private static final String HEAD =
      "arch,number,syscall,subsystem,verdict,risk,events,share,runs,lastNewRun,allowedLeast,allowedMost,cached,instructions,rule\n";

  private ReportCsv() {}

  /** The table, with a final newline. */
  public static String of(Report report) {
    StringBuilder out = new StringBuilder(HEAD);
    for (SyscallCoverage row : report.coverage().syscalls()) {
      OptionalInt last = report.novelty().of(row);
      var cost = report.program().flatMap(p -> p.costOf(row));
      List<Object> cells =
          List.of(
              row.arch().label(),
              Integer.toUnsignedString(row.number()),
              row.name(),
              Subsystems.of(row.name()),
              row.verdict().label(),
              report.exposure().map(e -> e.level(row.arch(), row.number()).label()).orElse(""),
              row.events(),
              String.format(Locale.ROOT, "%.6f", row.share()),
              row.runs(),
              last.isPresent() ? "" + last.getAsInt() : "",
              row.allowed().least(),
              row.allowed().most(),
              cost.map(c -> "" + c.cached()).orElse(""),
              cost.map(c -> Figures.decimal(c.instructions())).orElse(""),
              String.join("; ", row.rules()));
      out.append(String.join(",", cells.stream().map(cell -> cell(cell.toString())).toList()));
      out.append('\n');
    }
    return out.toString();
  }

  static String cell(String text) {
    String safe = text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    return safe.matches("[^,\"\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}

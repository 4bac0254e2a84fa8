package dev.winnow.comparison;

import java.util.List;
import java.util.Locale;

/**
 * A line of the table.
 *
 * @param subject the policy
 * @param contender the compiler and its program
 * @param executed instructions per event
 * @param cost in the kernel
 * @param first what the policy's first line costs, to which others are compared
 */
record Row(
    Subject subject,
    Contender contender,
    Contender.Executed executed,
    KernelTiming.Cost cost,
    KernelTiming.Cost first) {
  /** All lines, in aligned columns. */
  static String table(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append(
        "policy        compiler       instructions  executed  uncached  longest  attach µs  ratio  ns per uncached call  ratio\n");
    for (Row row : rows) {
      text.append(row.line()).append('\n');
    }
    return text.toString();
  }

  private String line() {
    return String.format(
        Locale.ROOT,
        "%-13s %-14s %12d %9.2f %9.2f %8d %10.1f %6.2f %21.1f %6.2f",
        subject.name(),
        contender.compiler(),
        contender.program().size(),
        executed.all(),
        executed.uncached(),
        contender.longest(),
        cost.attachNanos() / 1e3,
        cost.attachNanos() / first.attachNanos(),
        cost.callNanos(),
        cost.callNanos() / first.callNanos());
  }
}

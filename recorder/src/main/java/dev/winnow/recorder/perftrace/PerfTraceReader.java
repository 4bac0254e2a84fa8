package dev.winnow.recorder.perftrace;

import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads {@code perf trace} with any of its options, and its tables; see {@link LineHead} and {@link
 * CallTable} for what they look like. Memory is constant.
 */
public final class PerfTraceReader extends WholeLineReader {
  private final TraceLines lines;
  private final Arch arch;

  /**
   * Delivers to {@code sink}.
   *
   * @param arch the ABI by whose table perf named the calls: that of the machine's kernel
   */
  public PerfTraceReader(TraceSink sink, Arch arch) {
    super(sink);
    this.arch = arch;
    lines = new TraceLines(delivery, sink, arch);
  }

  /** Whether there is a call behind perf's columns, or a row of its table. */
  public static boolean recognises(Sample sample) {
    PerfTraceReader reader = new PerfTraceReader(event -> {}, Arch.X86_64);
    Delivery.finds(reader, sample);
    return reader.lines.typical();
  }

  @Override
  protected void line(long number, byte[] b, int from, int to) {
    lines.line(number, b, from, to);
  }

  @Override
  protected void end() {
    lines.end();
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    warnings.add(
        "perf trace leaves out arguments that are 0 and bits that it does not know, so that a"
            + " policy can go by names only; record raw_syscalls:sys_enter and"
            + " raw_syscalls:sys_exit with perf record for all of them");
    if (arch == Arch.X86_64) {
      warnings.add(
          "perf trace prints the calls of 32-bit programs under the names of others, and does not"
              + " say where");
    }
    if (lines.narrow()) {
      warnings.add(
          "a 32-bit program was recorded; its calls were found by their numbers, but those without"
              + " a name on x86_64 are missing");
    }
    return warnings;
  }
}

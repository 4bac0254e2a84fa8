package dev.winnow.recorder.perf;

import dev.winnow.recorder.reader.LineFeed;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@code perf script} prints of raw_syscalls:sys_enter and sys_exit or of
 * syscalls:sys_enter_* and sys_exit_*, with whatever fields {@code -F} selects. Nothing is
 * allocated per event; memory is bounded by the longest line and the threads.
 */
public final class PerfScriptReader implements TraceReader {
  private final LineTally tally = new LineTally();
  private final Calls calls;
  private final ScriptLines lines;
  private boolean truncated;

  /** Delivers to {@code sink}; calls whose ABI nothing tells are taken for {@code arch}. */
  public PerfScriptReader(TraceSink sink, Arch arch) {
    calls = new Calls(sink, tally, arch);
    lines = new ScriptLines(calls, tally, arch);
  }

  /** Whether any line of the sample is an event of perf script. */
  public static boolean recognises(Sample sample) {
    if (sample.isBinary()) {
      return false;
    }
    PerfScriptReader reader = new PerfScriptReader(event -> {}, Arch.X86_64);
    try {
      reader.read(new ByteArrayInputStream(sample.bytes()));
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
    return reader.tally.understood() > 0;
  }

  @Override
  public void read(InputStream in) throws IOException {
    boolean whole = new LineFeed().read(in, lines);
    calls.end();
    if (!whole) {
      markTruncated();
    }
  }

  @Override
  public void markTruncated() {
    tally.lost(Loss.TAILS, truncated ? 0 : 1);
    truncated = true;
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (lines.withoutTid) {
      warnings.add(
          "it does not say which thread makes a call, so that calls of several may be joined"
              + " wrongly; print it with perf script -F +tid");
    }
    if (lines.named) {
      warnings.add(Advice.COMPAT);
    }
    if (calls.events > 0 && !calls.launched) {
      warnings.add(Advice.NO_LAUNCH);
    }
    if (calls.events > 0 && !calls.sawExits()) {
      warnings.add(Advice.NO_EXITS);
    }
    return warnings;
  }

  @Override
  public TraceSummary summary() {
    return Summaries.of(tally, calls, truncated);
  }
}

package dev.winnow.recorder.ftrace;

import dev.winnow.recorder.reader.Delivery;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.WholeLineReader;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;

/**
 * Reads the text of ftrace and of trace-cmd. Memory is bounded by the threads that were seen. What
 * the buffer lost, by {@code [LOST 123 EVENTS]} or by its head, is counted.
 */
public final class FtraceReader extends WholeLineReader {
  private static final int[] HEAD = {'#', ' ', 't', 'r', 'a', 'c', 'e', 'r', ':'};

  private final FtraceCalls calls;
  private final FtraceLines lines;

  /**
   * Delivers to {@code sink}.
   *
   * @param arch the ABI of calls that fit more than one
   */
  public FtraceReader(TraceSink sink, Arch arch) {
    super(sink);
    calls = new FtraceCalls(delivery, sink, arch);
    lines = new FtraceLines(delivery.tally, calls);
  }

  /** Whether the input begins with ftrace's head or has a line with a syscall. */
  public static boolean recognises(Sample sample) {
    return sample.startsWith(HEAD)
        || Delivery.finds(new FtraceReader(event -> {}, Arch.X86_64), sample);
  }

  @Override
  protected void line(long number, byte[] b, int from, int to) {
    lines.line(number, b, from, to);
  }

  @Override
  protected void end() {
    calls.end();
  }
}

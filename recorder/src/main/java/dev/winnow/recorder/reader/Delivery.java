package dev.winnow.recorder.reader;

import dev.winnow.traces.Loss;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What readers of whole lines share: the one event that they fill, the account of the lines, and
 * how the input ended. A last line without an end is failed, for what is left of it may mean
 * something else than the whole.
 */
public final class Delivery {
  /** Takes one whole line. */
  interface Line {
    void line(long number, byte[] b, int from, int to);
  }

  /** Distinct arguments that are counted when they are not decoded. */
  private static final int COUNTED_ARGUMENTS = 4096;

  /** Filled by the reader, then given to {@link #deliver}. */
  public final SyscallEvent event = new SyscallEvent();

  public final LineTally tally = new LineTally();
  private final TraceSink sink;
  private final SortedMap<String, Long> undecoded = new TreeMap<>();
  private long events;
  private long neverReturned;
  private long withoutBeginning;
  private boolean truncated;
  private boolean cut;

  Delivery(TraceSink sink) {
    this.sink = sink;
  }

  /** Whether {@code reader}, which has read nothing yet, finds an event in the sample's lines. */
  public static boolean finds(TraceReader reader, Sample sample) {
    if (sample.isBinary()) {
      return false;
    }
    try {
      reader.read(new ByteArrayInputStream(sample.bytes()));
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
    return reader.summary().lines().parsed() > 0;
  }

  /**
   * Gives every whole line of {@code in} to {@code lines}, without a carriage return at its end.
   */
  void read(InputStream in, Line lines) throws IOException {
    cut = false;
    boolean ended =
        new LineFeed()
            .read(
                in,
                new LineReader() {
                  @Override
                  public void line(byte[] b, int from, int to, boolean whole) {
                    long number = tally.nextLine();
                    if (whole) {
                      lines.line(number, b, from, to > from && b[to - 1] == '\r' ? to - 1 : to);
                    } else {
                      tally.failed(number, "the trace ends within this line", b, from, to);
                    }
                  }

                  @Override
                  public void tooLong(byte[] b, int length) {
                    tally.failed(tally.nextLine(), "longer than 64 MiB", b, 0, length);
                  }
                });
    if (!ended) {
      markTruncated();
    }
  }

  /** See {@link TraceReader#markTruncated()}. */
  void markTruncated() {
    tally.lost(Loss.TAILS, cut ? 0 : 1);
    cut = true;
    truncated = true;
  }

  /** Gives the event to the sink. */
  public void deliver() {
    events = sum(events, event.occurrences());
    if (!event.returned()) {
      neverReturned = sum(neverReturned, event.occurrences());
    }
    sink.event(event);
  }

  /** Gives the event, of which only the end is in the trace, to the sink. */
  public void deliverEnd() {
    withoutBeginning++;
    deliver();
  }

  /** Argument {@code index} of the event was shown as {@code text} and not decoded. */
  public void undecoded(String syscall, String argument, int index, String text) {
    event.setUndecoded(index, text);
    String label = syscall + "." + argument;
    if (undecoded.size() < COUNTED_ARGUMENTS || undecoded.containsKey(label)) {
      undecoded.merge(label, 1L, Long::sum);
    }
  }

  /** See {@link TraceReader#summary()}. */
  TraceSummary summary() {
    return new TraceSummary(
        tally.account(),
        events,
        neverReturned,
        withoutBeginning,
        truncated,
        tally.lost(),
        Collections.emptySortedMap(),
        undecoded);
  }

  private static long sum(long left, long right) {
    long sum = left + right;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}

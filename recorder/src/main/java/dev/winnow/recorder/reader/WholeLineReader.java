package dev.winnow.recorder.reader;

import dev.winnow.traces.TraceSink;
import java.io.IOException;
import java.io.InputStream;

/** The form of most formats: a text, each line of which is taken by itself and whole. */
public abstract class WholeLineReader implements TraceReader {
  /** The event, the account of the lines and the way to the sink. */
  protected final Delivery delivery;

  protected WholeLineReader(TraceSink sink) {
    delivery = new Delivery(sink);
  }

  /** Before the first line of each input. */
  protected void begin() {}

  /** Line {@code number} is {@code b[from, to)}; the tally wants exactly one word of it. */
  protected abstract void line(long number, byte[] b, int from, int to);

  /** Behind the last line of each input. */
  protected void end() {}

  @Override
  public final void read(InputStream in) throws IOException {
    begin();
    delivery.read(in, this::line);
    end();
  }

  @Override
  public final void markTruncated() {
    delivery.markTruncated();
  }

  @Override
  public final TraceSummary summary() {
    return delivery.summary();
  }
}

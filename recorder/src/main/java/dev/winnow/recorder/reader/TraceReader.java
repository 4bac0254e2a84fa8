package dev.winnow.recorder.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Reads one run's input in one format and delivers its events to the sink that it was made with.
 *
 * <p>What every reader keeps: input that makes no sense is counted, never thrown; each line or
 * record is in exactly one place of {@link TraceSummary#lines()}; an argument that the source does
 * not determine is hidden or undecoded, never a guess; memory does not grow with the input. A
 * reader is for one thread.
 */
public interface TraceReader {
  /**
   * Reads to the end of {@code in} and does not close it. A format that has to be read from its end
   * first copies the stream to a temporary file.
   *
   * @throws IOException only if {@code in} cannot be read
   */
  void read(InputStream in) throws IOException;

  /** The input ended early for a reason that its bytes do not show. */
  void markTruncated();

  /** What else a person should know of what was read so far, a sentence each. */
  default List<String> warnings() {
    return List.of();
  }

  /** What was understood of everything that was read so far. */
  TraceSummary summary();
}

package dev.winnow.recorder.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines and gives each as soon as its end is there; memory is bounded by the
 * longest line.
 */
public final class LineFeed {
  /** Longer lines are skipped; the longest that tracers write have some kilobytes. */
  public static final int LONGEST_LINE = 64 << 20;

  /** Smaller chunks cost calls, larger ones fall out of the processor's cache. */
  private static final int CHUNK = 256 << 10;

  /** Grows, for many inputs are small. */
  private byte[] buffer = new byte[CHUNK >> 5];

  /**
   * Gives every line of {@code in} to {@code lines}.
   *
   * @return false if the last line has no end
   */
  public boolean read(InputStream in, LineReader lines) throws IOException {
    int filled = 0;
    int searched = 0;
    boolean skipping = false;
    boolean more = true;
    while (more) {
      int count = in.read(buffer, filled, buffer.length - filled);
      more = count >= 0;
      int end = filled + Math.max(count, 0);
      int from = 0;
      int newline = Ascii.newline(buffer, searched, end);
      while (newline >= 0) {
        if (skipping) {
          skipping = false;
        } else {
          lines.line(buffer, from, newline, true);
        }
        from = newline + 1;
        newline = Ascii.newline(buffer, from, end);
      }
      boolean full = end == buffer.length;
      filled = end - from;
      searched = filled;
      System.arraycopy(buffer, from, buffer, 0, filled);
      if (filled >= LONGEST_LINE) {
        lines.tooLong(buffer, filled);
        skipping = true;
      }
      if (skipping) {
        filled = 0;
        searched = 0;
      }
      if (filled == buffer.length || (full && buffer.length < CHUNK)) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
    if (filled > 0) {
      lines.line(buffer, 0, filled, false);
    }
    return filled == 0 && !skipping;
  }
}

package dev.winnow.recorder.reader;

/** Takes the lines of a text, one after the other; see {@link LineFeed}. */
public interface LineReader {
  /**
   * One line, {@code b[from, to)} without its newline. The bytes are reused after the call.
   *
   * @param ended false for a last line that no newline ends
   */
  void line(byte[] b, int from, int to, boolean ended);

  /**
   * A line is longer than {@link LineFeed#LONGEST_LINE}; its rest is skipped.
   *
   * @param b its first {@code length} bytes
   */
  void tooLong(byte[] b, int length);
}

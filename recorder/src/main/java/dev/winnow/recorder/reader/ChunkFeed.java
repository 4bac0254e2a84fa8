package dev.winnow.recorder.reader;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into chunks of whole lines. What follows a chunk is in its buffer as well, as far
 * as it is needed to understand the chunk. Memory is bounded by the longest line.
 */
public final class ChunkFeed {
  /** Smaller chunks cost hand-overs, larger ones fall out of the processor's cache. */
  public static final int CHUNK = 256 << 10;

  /** A buffer that grew for a long line is not kept. */
  private static final int KEPT = 4 << 20;

  /** Bytes, and the lines in them. The buffer belongs to one chunk at a time. */
  public static final class Chunk {
    /** The lines are {@code bytes[0, end)}. */
    public byte[] bytes = new byte[0];

    /** Behind the last newline that counts. */
    public int end;

    /** Where that what is known of the stream ends. */
    public int known;

    /** Whether this is the end of the stream; {@code bytes[end, known)} is a line without end. */
    public boolean last;

    /** If positive, there are no lines but the first so many bytes of one that is too long. */
    public int tooLong;
  }

  private final InputStream in;
  private final int size;
  private final int ahead;
  private byte[] carried = new byte[0];
  private int carriedFrom;
  private int carriedTo;
  private boolean skipping;

  /**
   * @param size of a chunk in bytes, a power of two; chunks grow with the longest line
   * @param ahead how many bytes behind a line to read, if there are as many
   */
  public ChunkFeed(InputStream in, int size, int ahead) {
    this.in = in;
    this.size = size;
    this.ahead = ahead;
  }

  /** Whether the stream ended within a line that was too long. */
  public boolean skipped() {
    return skipping;
  }

  /** Fills {@code chunk} with what comes next; it may be the one that was filled before. */
  public void fill(Chunk chunk) throws IOException {
    int filled = start(chunk);
    chunk.tooLong = 0;
    chunk.last = false;
    chunk.end = 0;
    if (skipping) {
      filled = skip(chunk, filled);
    }
    while (chunk.end == 0 && !chunk.last && chunk.tooLong == 0) {
      if (filled == chunk.bytes.length) {
        chunk.bytes = Arrays.copyOf(chunk.bytes, 2 * filled);
      }
      filled = read(chunk, filled);
      chunk.end = 1 + lastNewline(chunk.bytes, chunk.last ? filled : filled - ahead);
      boolean full = chunk.end == 0 && filled >= LineFeed.LONGEST_LINE;
      if (full && Ascii.newline(chunk.bytes, 0, filled) < 0) {
        chunk.tooLong = filled;
        skipping = true;
      }
    }
    chunk.known = filled;
    carried = chunk.bytes;
    carriedFrom = chunk.tooLong > 0 ? filled : chunk.end;
    carriedTo = filled;
  }

  /** The rest of the chunk before, in this one's buffer. */
  private int start(Chunk chunk) {
    int length = carriedTo - carriedFrom;
    if (chunk.bytes.length < size || (chunk.bytes.length > KEPT && length < KEPT)) {
      chunk.bytes = new byte[size];
    }
    while (chunk.bytes.length < length) {
      chunk.bytes = new byte[2 * chunk.bytes.length];
    }
    System.arraycopy(carried, carriedFrom, chunk.bytes, 0, length);
    return length;
  }

  /** Fills the buffer as far as the stream goes. */
  private int read(Chunk chunk, int from) throws IOException {
    int filled = from;
    while (filled < chunk.bytes.length && !chunk.last) {
      int count = in.read(chunk.bytes, filled, chunk.bytes.length - filled);
      chunk.last = count < 0;
      filled += Math.max(count, 0);
    }
    return filled;
  }

  /** Drops the rest of a line that is too long. */
  private int skip(Chunk chunk, int from) throws IOException {
    int filled = from;
    int newline = Ascii.newline(chunk.bytes, 0, filled);
    while (newline < 0 && !chunk.last) {
      filled = read(chunk, 0);
      newline = Ascii.newline(chunk.bytes, 0, filled);
    }
    skipping = newline < 0;
    int kept = newline < 0 ? 0 : filled - newline - 1;
    System.arraycopy(chunk.bytes, filled - kept, chunk.bytes, 0, kept);
    if (chunk.last) {
      chunk.end = 1 + lastNewline(chunk.bytes, kept);
    }
    return kept;
  }

  private static int lastNewline(byte[] b, int to) {
    int i = to - 1;
    while (i >= 0 && b[i] != '\n') {
      i--;
    }
    return Math.max(i, -1);
  }
}

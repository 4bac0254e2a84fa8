package dev.winnow.recorder.compression;

import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that gives its bytes some at a time. A read of no bytes gives none, as {@link
 * InputStream} wants it, without a look at the source.
 */
public abstract class ChunkStream extends InputStream {
  private final byte[] one = new byte[1];

  @Override
  public final int read() throws IOException {
    return chunk(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public final int read(byte[] b, int offset, int length) throws IOException {
    return length == 0 ? 0 : chunk(b, offset, length);
  }

  /**
   * Puts bytes at {@code b[offset]}, waiting for the first of them.
   *
   * @param length the most that it may put there, above 0
   * @return how many, above 0, or -1 at the end
   */
  protected abstract int chunk(byte[] b, int offset, int length) throws IOException;
}

package dev.winnow.recorder.compression;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * All frames of a zstd file, RFC 8878. The library's own stream does not notice a file that is cut
 * off in the magic number of a further frame.
 */
final class ZstdFrames extends ChunkStream {
  /** {@code ZSTD_DStreamInSize} and {@code ZSTD_DStreamOutSize} of zstd.h, rounded up. */
  private static final int BUFFER = 132 << 10;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] chunk = new byte[BUFFER];
  private final ByteBuffer compressed = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer plain = ByteBuffer.allocateDirect(BUFFER).limit(0);

  /** Whether a frame was begun and is not over. */
  private boolean inFrame;

  /** Whether the library has more to give without more input. */
  private boolean holdsBack;

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  protected int chunk(byte[] b, int offset, int length) throws IOException {
    while (!plain.hasRemaining()) {
      if (!holdsBack && !compressed.hasRemaining() && !fill()) {
        if (inFrame) {
          throw new EOFException("in a frame");
        }
        return -1;
      }
      decompress();
    }
    int count = Math.min(length, plain.remaining());
    plain.get(b, offset, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    context.close();
    in.close();
  }

  private void decompress() throws IOException {
    plain.clear();
    try {
      inFrame = !context.decompressDirectByteBufferStream(plain, compressed);
    } catch (ZstdException e) {
      plain.limit(0);
      boolean large = e.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
      ZipException damaged =
          new ZipException(
              large
                  ? "its window is above 128 MiB; run zstd -dc --long=31 on it and give winnow the"
                      + " result as \"-\""
                  : e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
    holdsBack = inFrame && !plain.hasRemaining();
    plain.flip();
  }

  private boolean fill() throws IOException {
    int count = in.read(chunk, 0, chunk.length);
    if (count <= 0) {
      return false;
    }
    compressed.clear().put(chunk, 0, count).flip();
    return true;
  }
}

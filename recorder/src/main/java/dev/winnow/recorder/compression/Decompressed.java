package dev.winnow.recorder.compression;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZIOException;

/** Plain bytes; what the libraries throw becomes {@link DamagedException}. */
final class Decompressed extends ChunkStream {
  private final InputStream compressed;
  private @Nullable InputStream plain;

  /** Thrown again by every later read, since the libraries differ in what they do then. */
  private @Nullable IOException failure;

  Decompressed(InputStream compressed) {
    this.compressed = compressed;
  }

  @Override
  protected int chunk(byte[] b, int offset, int length) throws IOException {
    if (failure != null) {
      throw failure;
    }
    try {
      return decompress(b, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int decompress(byte[] b, int offset, int length) throws IOException {
    try {
      InputStream in = plain;
      if (in == null) {
        in = Compression.open(compressed);
        plain = in;
      }
      return in.read(b, offset, length);
    } catch (EOFException e) {
      throw new DamagedException("the compressed file ends early", e);
    } catch (MemoryLimitException e) {
      throw new DamagedException(
          "the file needs %d MiB to decompress; run xz -dc on it and give winnow the result as \"-\""
              .formatted(e.getMemoryNeeded() >> 10),
          e);
    } catch (ZipException | XZIOException e) {
      throw damaged(e);
    } catch (LinkageError e) {
      throw new IOException(
          "the library that decompresses this cannot be loaded here ("
              + e.getMessage()
              + "); decompress the file and give winnow the result as \"-\"",
          e);
    }
  }

  @Override
  public void close() throws IOException {
    InputStream in = plain;
    if (in != null) {
      in.close();
    }
    compressed.close();
  }

  private static DamagedException damaged(IOException e) {
    return new DamagedException("the compressed file is damaged (" + e.getMessage() + ")", e);
  }
}

package dev.winnow.recorder.compression;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import org.tukaani.xz.XZInputStream;

/** How a file is compressed. */
public enum Compression {
  /** Not at all. */
  NONE,
  /** RFC 1952. */
  GZIP,
  /** RFC 8878. */
  ZSTD,
  /** The .xz format 1.2.1. */
  XZ;

  /** Bytes that decide. */
  private static final int MAGIC = 6;

  /**
   * KiB that xz may use. {@code xz -9} needs 65 MiB; more is a file made to exhaust memory, or with
   * {@code --lzma2=dict=}, and is refused.
   */
  private static final int XZ_MEMORY = 100 << 10;

  /** Compressed bytes that are read at once; libraries that read byte by byte need a buffer. */
  private static final int BUFFER = 64 << 10;

  /** The compression of what begins with these bytes. */
  static Compression of(byte[] start) {
    if (starts(start, 0x1f, 0x8b)) {
      return GZIP;
    }
    if (starts(start, 0x28, 0xb5, 0x2f, 0xfd) || startsSkippable(start)) {
      return ZSTD;
    }
    return starts(start, 0xfd, '7', 'z', 'X', 'Z', 0) ? XZ : NONE;
  }

  /**
   * The plain bytes of {@code in}, which is recognised by its first ones when it is first read and
   * may be plain. Reading fails with {@link DamagedException} where the compression is damaged or
   * cut off.
   */
  public static InputStream decompress(InputStream in) {
    return new Decompressed(in);
  }

  /** The plain bytes of {@code in}, whose first ones decide. */
  static InputStream open(InputStream in) throws IOException {
    PushbackInputStream start = new PushbackInputStream(in, MAGIC);
    byte[] magic = start.readNBytes(MAGIC);
    start.unread(magic);
    return of(magic).decoder(start);
  }

  private InputStream decoder(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GzipMembers(in);
      case ZSTD -> new ZstdFrames(in);
      case XZ -> new XZInputStream(new BufferedInputStream(in, BUFFER), XZ_MEMORY);
    };
  }

  /** A skippable frame, which pzstd writes before each of its frames. */
  private static boolean startsSkippable(byte[] start) {
    return start.length >= 4
        && (start[0] & 0xf0) == 0x50
        && start[1] == 0x2a
        && start[2] == 0x4d
        && start[3] == 0x18;
  }

  private static boolean starts(byte[] b, int... magic) {
    if (b.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((b[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}

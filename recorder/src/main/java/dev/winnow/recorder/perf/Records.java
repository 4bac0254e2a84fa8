package dev.winnow.recorder.perf;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the data of a recording into records: {@code struct perf_event_header} is u32 type, u16
 * misc, u16 size of all. Compressed records hold pieces of one zstd stream of further records,
 * which may begin in one and end in the next.
 */
final class Records implements Closeable {
  static final int HEADER = 8;

  /** {@code ZSTD_DStreamOutSize} of zstd.h. */
  private static final int PLAIN = 128 << 10;

  /** At least 2^16, the longest record. */
  private static final int BUFFER = 1 << 20;

  /** Takes records. */
  interface Taker {
    /**
     * One whole record, {@code b[at, at + size)}.
     *
     * @param behind where the bytes after it are in the file, or -1 if it was compressed
     * @return how many bytes behind it belong to it
     */
    long record(byte[] b, int at, int size, long behind) throws IOException;

    /** What follows cannot be cut into records: {@code b[at, to)} begins with no header. */
    void damaged(String problem, byte[] b, int at, int to);
  }

  private final Taker taker;
  private @Nullable ZstdDecompressCtx context;
  private ByteBuffer compressed = ByteBuffer.allocateDirect(1 << 16);
  private ByteBuffer plain = ByteBuffer.allocateDirect(0);
  private byte[] carry = new byte[0];
  private int carried;
  private boolean broken;

  Records(Taker taker) {
    this.taker = taker;
  }

  /** Reads {@code [from, to)} of the file; false if it ends within a record. */
  boolean read(Spill file, long from, long to) throws IOException {
    byte[] b = new byte[(int) Math.max(1 << 16, Math.min(BUFFER, to - from))];
    long position = from;
    int filled = 0;
    while (true) {
      int wanted = (int) Math.min(b.length - filled, to - position - filled);
      filled += file.read(position + filled, b, filled, wanted);
      int at = 0;
      long behind = 0;
      while (behind == 0 && filled - at >= HEADER) {
        int size = Bytes.u16(b, at + 6);
        if (size < HEADER) {
          taker.damaged("a record of " + size + " bytes", b, at, filled);
          return false;
        }
        if (size > filled - at) {
          break;
        }
        behind = Math.max(0, taker.record(b, at, size, position + at + size));
        at += size;
      }
      long next = position + at + behind;
      if (next > to || next < position) {
        return false;
      }
      boolean over = next == to;
      if (over || (at == 0 && behind == 0)) {
        return finish(over, b, at, filled);
      }
      filled = behind == 0 ? filled - at : 0;
      System.arraycopy(b, at, b, 0, filled);
      position = next;
    }
  }

  /** A record's beginning may be left, of the file or of what was compressed. */
  private boolean finish(boolean over, byte[] b, int at, int filled) {
    if (filled > at) {
      taker.damaged("cut off within a record", b, at, filled);
    }
    if (carried > 0 && !broken) {
      taker.damaged("cut off within a compressed record", carry, 0, carried);
    }
    return over && carried == 0;
  }

  /** Decompresses a piece, {@code b[from, to)}, and gives the records that it completes. */
  void decompress(byte[] b, int from, int to) throws IOException {
    if (broken) {
      return;
    }
    if (context == null) {
      context = new ZstdDecompressCtx();
      plain = ByteBuffer.allocateDirect(PLAIN);
      carry = new byte[2 * PLAIN];
    }
    compressed.clear().put(b, from, to - from).flip();
    boolean more = true;
    while (more && !broken) {
      plain.clear();
      int before = compressed.remaining();
      try {
        context.decompressDirectByteBufferStream(plain, compressed);
      } catch (ZstdException e) {
        broken = true;
        taker.damaged("damaged compression (" + e.getMessage() + ")", b, from, to);
        return;
      }
      boolean full = !plain.hasRemaining();
      boolean moved = plain.position() > 0 || compressed.remaining() < before;
      more = full || (compressed.hasRemaining() && moved);
      append(plain.flip());
    }
  }

  private void append(ByteBuffer bytes) throws IOException {
    int count = bytes.remaining();
    if (carried + count > carry.length) {
      carry = Arrays.copyOf(carry, carried + count);
    }
    bytes.get(carry, carried, count);
    carried += count;
    int at = 0;
    while (carried - at >= HEADER && !broken) {
      int size = Bytes.u16(carry, at + 6);
      if (size < HEADER) {
        broken = true;
        taker.damaged("a record of " + size + " bytes", carry, at, carried);
        return;
      }
      if (size > carried - at) {
        break;
      }
      taker.record(carry, at, size, -1);
      at += size;
    }
    System.arraycopy(carry, at, carry, 0, carried - at);
    carried -= at;
  }

  @Override
  public void close() {
    if (context != null) {
      context.close();
    }
  }
}

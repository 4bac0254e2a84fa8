package dev.winnow.recorder.compression;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * All members of a gzip file, RFC 1952. {@link java.util.zip.GZIPInputStream} takes a member that
 * is cut off in its header, and anything else behind a member, for the end of the file; here the
 * former is an early end and the latter damage. Zeros behind the last member are padding.
 */
final class GzipMembers extends ChunkStream {
  private static final int BUFFER = 64 << 10;
  private static final int DEFLATED = 8;

  /** Bits of the header's flags. */
  private static final int HEADER_CRC = 2;

  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int at;
  private int limit;
  private boolean inMember;
  private boolean first = true;
  private boolean ended;

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  protected int chunk(byte[] b, int offset, int length) throws IOException {
    while (!ended) {
      if (!inMember) {
        ended = !header();
        inMember = !ended;
      } else {
        int count = inflate(b, offset, length);
        if (count > 0) {
          crc.update(b, offset, count);
          return count;
        }
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    ended = true;
    inflater.end();
    in.close();
  }

  /** Some bytes of this member, or 0 if input was fetched or the member is over. */
  private int inflate(byte[] b, int offset, int length) throws IOException {
    long before = inflater.getBytesWritten();
    try {
      int count = inflater.inflate(b, offset, length);
      if (count == 0 && inflater.finished()) {
        trailer();
      } else if (count == 0 && inflater.needsDictionary()) {
        throw new ZipException("a preset dictionary is needed");
      } else if (count == 0) {
        if (!fill()) {
          throw new EOFException("in a member");
        }
        inflater.setInput(buffer, 0, limit);
      }
      return count;
    } catch (DataFormatException e) {
      // What it inflated up to the damage is there all the same; the next call finds nothing new.
      long count = inflater.getBytesWritten() - before;
      if (count > 0) {
        return (int) count;
      }
      ZipException damaged = new ZipException(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  private void trailer() throws IOException {
    at = limit - inflater.getRemaining();
    long sum = little(4);
    long size = little(4);
    if (sum != crc.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new ZipException("a member's checksum or size is wrong");
    }
    inMember = false;
  }

  /** Reads the next member's header; false at the end of the file. */
  private boolean header() throws IOException {
    int magic = next();
    while (!first && magic == 0) {
      magic = next();
    }
    if (magic < 0 && !first) {
      return false;
    }
    first = false;
    if (magic != 0x1f || must() != 0x8b) {
      throw new ZipException("what follows a member is no gzip");
    }
    if (must() != DEFLATED) {
      throw new ZipException("unknown method of compression");
    }
    int flags = must();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("unknown flags in a member's header");
    }
    little(6); // time, level, system
    if ((flags & EXTRA) != 0) {
      for (long left = little(2); left > 0; left--) {
        must();
      }
    }
    skipText((flags & NAME) != 0);
    skipText((flags & COMMENT) != 0);
    if ((flags & HEADER_CRC) != 0) {
      little(2);
    }
    inflater.reset();
    crc.reset();
    inflater.setInput(buffer, at, limit - at);
    return true;
  }

  private void skipText(boolean present) throws IOException {
    while (present && must() != 0) {}
  }

  private long little(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) must() << (8 * i);
    }
    return value;
  }

  private int must() throws IOException {
    int b = next();
    if (b < 0) {
      throw new EOFException("in a member's header or trailer");
    }
    return b;
  }

  private int next() throws IOException {
    return at < limit || fill() ? buffer[at++] & 0xff : -1;
  }

  private boolean fill() throws IOException {
    at = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}

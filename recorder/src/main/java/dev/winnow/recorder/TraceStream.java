package dev.winnow.recorder;

import dev.winnow.recorder.compression.ChunkStream;
import dev.winnow.recorder.compression.Compression;
import dev.winnow.recorder.compression.DamagedException;
import dev.winnow.recorder.compression.ReadAhead;
import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.reader.Sample;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, up to the size that it has when it is opened, or of standard input,
 * decompressed and without a byte order mark, with a sample of the first ones and the SHA-256 of
 * all that were read, the mark too. Damage of the compression ends the stream early; {@link
 * #problem()} then says so. What comes after the sample is read, decompressed and hashed on a
 * thread of its own.
 */
final class TraceStream extends ChunkStream {
  /** U+FEFF in UTF-8, with which some editors begin a text. */
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  /**
   * Bytes. Larger pieces are slow for longer: it takes some thousand until the processor's own
   * instructions are used. Smaller ones cost calls.
   */
  private static final int HASHED_AT_ONCE = 2048;

  private final InputStream in;
  private final MessageDigest digest = sha256();
  private final Sample sample;

  /** Whether the sample is not all. */
  private final boolean goesOn;

  private int sampleRead;
  private @Nullable ReadAhead rest;
  private String problem = "";

  /** Reads the sample of {@code plain}, which belongs to this stream if that does not fail. */
  private TraceStream(InputStream plain) throws IOException {
    in = plain;
    byte[] first = new byte[Sample.SIZE];
    int length = 0;
    try {
      int count = in.read(first, 0, first.length);
      while (count > 0) {
        length += count;
        count = in.read(first, length, first.length - length);
      }
    } catch (DamagedException e) {
      damaged(e);
    }
    goesOn = length == first.length;
    int begin = Ascii.startsWith(first, 0, length, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    digest.update(first, 0, begin);
    sample = new Sample(Arrays.copyOfRange(first, begin, length));
  }

  /**
   * Opens {@code path}; {@link TraceInput#STDIN} means {@code stdin}.
   *
   * @throws TraceException with a message for people if it cannot be read
   */
  static TraceStream open(Path path, InputStream stdin) throws TraceException {
    try {
      if (path.equals(TraceInput.STDIN)) {
        return of(stdin);
      }
      if (Files.isDirectory(path)) {
        throw new TraceException(Excerpt.name(path) + " is a directory, not a trace");
      }
      return of(asFarAsItIs(path));
    } catch (TraceException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new TraceException("cannot read " + Excerpt.name(path) + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new TraceException("cannot read " + Excerpt.name(path) + ": permission denied", e);
    } catch (IOException e) {
      throw new TraceException("cannot read " + Excerpt.name(path) + ": " + e.getMessage(), e);
    }
  }

  private static TraceStream of(InputStream raw) throws IOException {
    InputStream plain = Compression.decompress(raw);
    boolean opened = false;
    try {
      TraceStream stream = new TraceStream(plain);
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        plain.close(); // decoders hold memory that no collector frees
      }
    }
  }

  /**
   * A file up to the size that it has now: one that is still written to has an end too. What has no
   * size, such as a pipe, is read until its end.
   */
  private static InputStream asFarAsItIs(Path path) throws IOException {
    boolean sized = Files.isRegularFile(path) && Files.size(path) > 0;
    return sized
        ? new Bounded(Files.newInputStream(path), Files.size(path))
        : Files.newInputStream(path);
  }

  /** The first bytes of a stream. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long size) {
      super(in);
      left = size;
    }

    @Override
    public int read() throws IOException {
      int next = left > 0 ? in.read() : -1;
      left -= next < 0 ? 0 : 1;
      return next;
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      int count = left > 0 ? in.read(b, offset, (int) Math.min(length, left)) : -1;
      left -= Math.max(count, 0);
      return count;
    }
  }

  /** The first bytes, without a byte order mark; they are read again as part of the stream. */
  Sample sample() {
    return sample;
  }

  /** Why the stream ended early, or "". */
  String problem() {
    return problem;
  }

  /** The SHA-256 of all bytes; only after the stream was read to its end. */
  byte[] digest() {
    return digest.digest();
  }

  @Override
  protected int chunk(byte[] b, int offset, int length) throws IOException {
    int left = sample.bytes().length - sampleRead;
    if (left > 0) {
      int count = Math.min(length, left);
      System.arraycopy(sample.bytes(), sampleRead, b, offset, count);
      digest.update(b, offset, count);
      sampleRead += count;
      return count;
    }
    boolean over = !goesOn || !problem.isEmpty();
    if (over) {
      return -1;
    }
    if (rest == null) {
      rest = new ReadAhead(in, this::hash);
    }
    try {
      return rest.read(b, offset, length);
    } catch (DamagedException e) {
      damaged(e);
      return -1;
    }
  }

  private void hash(byte[] b, int length) {
    for (int i = 0; i < length; i += HASHED_AT_ONCE) {
      digest.update(b, i, Math.min(HASHED_AT_ONCE, length - i));
    }
  }

  @Override
  public void close() throws IOException {
    if (rest == null) {
      in.close();
    } else {
      rest.close();
    }
  }

  private void damaged(DamagedException e) {
    problem = e.getMessage() + "; what comes before was read";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

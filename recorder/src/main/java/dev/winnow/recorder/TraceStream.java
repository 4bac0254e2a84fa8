package dev.winnow.recorder;

import dev.winnow.recorder.reader.Sample;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a file or of standard input, decompressed if they are gzip's, with a sample of the
 * first ones and the SHA-256 of all that were read. Damage of the compression ends the stream
 * early; {@link #problem()} then says so.
 */
final class TraceStream extends InputStream {
  private final InputStream in;
  private final MessageDigest digest = sha256();
  private final Sample sample;
  private int sampleRead;
  private String problem = "";

  private TraceStream(InputStream raw) throws IOException {
    PushbackInputStream start = new PushbackInputStream(raw, 2);
    byte[] magic = start.readNBytes(2);
    start.unread(magic);
    in = FormatDetector.isGzip(new Sample(magic)) ? gunzip(start) : start;
    byte[] first = new byte[Sample.SIZE];
    int length = 0;
    int count = decoded(first, 0, first.length);
    while (count > 0) {
      length += count;
      count = decoded(first, length, first.length - length);
    }
    sample = new Sample(Arrays.copyOf(first, length));
  }

  /**
   * Opens {@code path}; {@link TraceInput#STDIN} means {@code stdin}.
   *
   * @throws TraceException with a message for people if it cannot be read
   */
  static TraceStream open(Path path, InputStream stdin) throws TraceException {
    try {
      if (path.equals(TraceInput.STDIN)) {
        return new TraceStream(stdin);
      }
      if (Files.isDirectory(path)) {
        throw new TraceException(path + " is a directory, not a trace");
      }
      InputStream file = Files.newInputStream(path);
      try {
        return new TraceStream(file);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    } catch (TraceException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw new TraceException("cannot read " + path + ": there is no such file", e);
    } catch (AccessDeniedException e) {
      throw new TraceException("cannot read " + path + ": permission denied", e);
    } catch (IOException e) {
      throw new TraceException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /** The first bytes; they are read again as part of the stream. */
  Sample sample() {
    return sample;
  }

  /** Why the stream ended early, or "". */
  String problem() {
    return problem;
  }

  /** The SHA-256 of the bytes that were read so far. */
  byte[] digest() {
    return digest.digest();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int offset, int length) throws IOException {
    int count;
    if (sampleRead < sample.bytes().length) {
      count = Math.min(length, sample.bytes().length - sampleRead);
      System.arraycopy(sample.bytes(), sampleRead, b, offset, count);
      sampleRead += count;
    } else {
      count = decoded(b, offset, length);
    }
    if (count > 0) {
      digest.update(b, offset, count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private InputStream gunzip(InputStream compressed) throws IOException {
    try {
      return new GZIPInputStream(compressed, 1 << 16);
    } catch (EOFException | ZipException e) {
      damaged(e);
      return InputStream.nullInputStream();
    }
  }

  private int decoded(byte[] b, int offset, int length) throws IOException {
    try {
      return length == 0 ? 0 : in.read(b, offset, length);
    } catch (EOFException | ZipException e) {
      damaged(e);
      return -1;
    }
  }

  private void damaged(IOException e) {
    problem =
        e instanceof EOFException
            ? "the compressed file ends early; what comes before was read"
            : "the compressed file is damaged (" + e.getMessage() + "); what comes before was read";
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

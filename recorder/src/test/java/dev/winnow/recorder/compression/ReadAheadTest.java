package dev.winnow.recorder.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
  @Test
  void bytesAndTheirOrderAreTheSameForReaderAndObserver() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new SplittableRandom(1).nextBytes(bytes);
    ByteArrayOutputStream observed = new ByteArrayOutputStream();
    try (InputStream in =
        new ReadAhead(
            new ByteArrayInputStream(bytes), (b, length) -> observed.write(b, 0, length))) {
      assertArrayEquals(bytes, in.readAllBytes());
      assertEquals(-1, in.read());
      assertEquals(-1, in.read(new byte[9], 0, 9));
    }
    assertArrayEquals(bytes, observed.toByteArray());
  }

  @Test
  void whatWasReadBeforeAFailureComesFirst() throws IOException {
    InputStream failing =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[700_000]),
            new Failing(new IOException("the disk is gone")));
    try (InputStream in = new ReadAhead(failing, (b, length) -> {})) {
      assertEquals(700_000, in.readNBytes(700_000).length);
      assertEquals("the disk is gone", assertThrows(IOException.class, in::read).getMessage());
      assertEquals("the disk is gone", assertThrows(IOException.class, in::read).getMessage());
    }
  }

  @Test
  void faultOfADecoderIsAnIoException() throws IOException {
    InputStream faulty = new Failing(new ArrayIndexOutOfBoundsException(7));
    try (InputStream in = new ReadAhead(faulty, (b, length) -> {})) {
      assertThrows(IOException.class, in::read);
    }
  }

  @Test
  void closingEarlyClosesTheStream() throws InterruptedException, IOException {
    CountDownLatch closed = new CountDownLatch(1);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }

          @Override
          public int read(byte[] b, int offset, int length) {
            return length;
          }

          @Override
          public void close() {
            closed.countDown();
          }
        };
    try (InputStream in = new ReadAhead(endless, (b, length) -> {})) {
      assertEquals(0, in.read());
    }
    assertTrue(closed.await(60, TimeUnit.SECONDS));
  }

  /** Fails at the first read. */
  private static final class Failing extends InputStream {
    private final Exception failure;

    Failing(Exception failure) {
      this.failure = failure;
    }

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] b, int offset, int length) throws IOException {
      if (failure instanceof IOException io) {
        throw io;
      }
      throw (RuntimeException) failure;
    }
  }
}

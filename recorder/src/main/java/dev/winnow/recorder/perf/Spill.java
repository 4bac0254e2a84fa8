package dev.winnow.recorder.perf;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A stream's bytes, to be read in any order: what says how to read perf.data stands at its end. The
 * first {@value #IN_MEMORY} are kept in memory; if there are more, all are in a temporary file.
 */
final class Spill implements Closeable {
  /** Less makes files for small recordings, more only takes memory. */
  private static final int IN_MEMORY = 8 << 20;

  private static final int CHUNK = 1 << 20;
  private byte[] memory;
  private long size;
  private @Nullable FileChannel file;

  /** Reads {@code in} to its end and does not close it. */
  Spill(InputStream in) throws IOException {
    memory = in.readNBytes(IN_MEMORY);
    size = memory.length;
    if (size < IN_MEMORY) {
      return;
    }
    Path path = Files.createTempFile("winnow-perf", ".data");
    file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try {
      spill(in, file);
    } catch (IOException e) {
      file.close();
      throw e;
    }
  }

  private void spill(InputStream in, FileChannel to) throws IOException {
    writeAll(to, memory, memory.length);
    memory = new byte[0];
    byte[] chunk = new byte[CHUNK];
    int count = in.read(chunk, 0, CHUNK);
    while (count > 0) {
      writeAll(to, chunk, count);
      size += count;
      count = in.read(chunk, 0, CHUNK);
    }
  }

  private static void writeAll(FileChannel to, byte[] b, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(b, 0, length);
    while (buffer.hasRemaining()) {
      to.write(buffer);
    }
  }

  long size() {
    return size;
  }

  /** Fills {@code b[offset, offset + length)} from {@code at}; fewer bytes only at the end. */
  int read(long at, byte[] b, int offset, int length) throws IOException {
    int wanted = (int) Math.max(0, Math.min(length, size - at));
    if (at < 0 || wanted == 0) {
      return 0;
    }
    if (file == null) {
      System.arraycopy(memory, (int) at, b, offset, wanted);
      return wanted;
    }
    ByteBuffer buffer = ByteBuffer.wrap(b, offset, wanted);
    while (buffer.hasRemaining()) {
      int count = file.read(buffer, at + wanted - buffer.remaining());
      if (count < 0) {
        throw new IOException("the temporary file became shorter");
      }
    }
    return wanted;
  }

  /** {@code [at, at + length)} or as much of it as there is. */
  byte[] bytes(long at, int length) throws IOException {
    byte[] b = new byte[(int) Math.max(0, Math.min(length, size - Math.max(at, 0)))];
    int count = read(at, b, 0, b.length);
    return count == b.length ? b : Arrays.copyOf(b, count);
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}

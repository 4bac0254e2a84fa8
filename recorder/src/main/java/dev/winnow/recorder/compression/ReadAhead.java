package dev.winnow.recorder.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream on a thread of its own, some buffers ahead, so that decompression and hashing run
 * beside parsing. What was read before a failure is delivered before the failure is thrown.
 */
public final class ReadAhead extends ChunkStream {
  /** Too few, and one side waits for the other; more only cost memory. */
  private static final int BUFFERS = 6;

  /** Smaller buffers cost hand-overs, larger ones fall out of the processor's cache. */
  private static final int SIZE = 256 << 10;

  /** Sees the bytes in their order, on the thread that reads. */
  public interface Observer {
    void read(byte[] b, int length);
  }

  private static final class Block {
    private final byte[] bytes = new byte[SIZE];
    private int length;
    private @Nullable IOException failure;
  }

  private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BUFFERS);
  private final InputStream in;
  private final Observer observer;
  private final Thread thread = new Thread(this::fill, "winnow reads ahead");
  private @Nullable Block current;
  private int at;

  /** Starts reading {@code in}, which belongs to this stream from now on. */
  public ReadAhead(InputStream in, Observer observer) {
    this.in = in;
    this.observer = observer;
    for (int i = 0; i < BUFFERS; i++) {
      free.add(new Block());
    }
    thread.setDaemon(true); // a read of a terminal cannot be interrupted
    thread.start();
  }

  @Override
  protected int chunk(byte[] b, int offset, int length) throws IOException {
    Block block = current;
    if (block == null || (at == block.length && block.length > 0 && block.failure == null)) {
      block = next(block);
    }
    if (at < block.length) {
      int count = Math.min(length, block.length - at);
      System.arraycopy(block.bytes, at, b, offset, count);
      at += count;
      return count;
    }
    if (block.failure != null) {
      throw block.failure;
    }
    return -1;
  }

  /** Ends reading ahead; the thread closes the stream when its last read returns. */
  @Override
  public void close() {
    thread.interrupt();
  }

  private Block next(@Nullable Block read) throws IOException {
    try {
      if (read != null) {
        free.put(read);
      }
      Block block = full.take();
      current = block;
      at = 0;
      return block;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading");
    }
  }

  private void fill() {
    try (in) {
      boolean more = true;
      while (more) {
        Block block = free.take();
        more = fill(block);
        full.put(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed; nobody wants the rest
    } catch (IOException e) {
      Thread.currentThread()
          .interrupt(); // it was read and could not be closed, which loses nothing
    }
  }

  /** Fills one block; one without bytes is the end, and so is one with a failure. */
  private boolean fill(Block block) {
    block.length = 0;
    try {
      block.length = Math.max(0, in.read(block.bytes, 0, SIZE));
      observer.read(block.bytes, block.length);
    } catch (IOException e) {
      block.failure = e;
    } catch (RuntimeException | Error e) {
      block.failure = new IOException("reading failed: " + e, e);
    }
    return block.length > 0 && block.failure == null;
  }
}

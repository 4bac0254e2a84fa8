package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.ChunkFeed;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log in chunks which several threads decode ahead, and gives them in their order to one
 * reader. What that one makes of them does not depend on the threads or on where chunks end.
 */
final class Lookahead {
  /** Chunks per thread that are read ahead. Too few, and threads wait; more only cost memory. */
  private static final int AHEAD = 2;

  private final int threads;
  private final int chunkSize;

  /** Null if nothing is decoded ahead. */
  private final @Nullable DecodedCache cache;

  private final Queue<AheadDecoder> decoders = new ConcurrentLinkedQueue<>();
  private final Deque<LineBatch> free = new ArrayDeque<>();

  /**
   * @param threads that decode, the caller's included; with 0 nothing is decoded ahead and each
   *     line read in its turn, which is what all others must agree with
   * @param chunkSize in bytes, a power of two
   */
  Lookahead(int threads, int chunkSize) {
    this(threads, chunkSize, DecodedCache.PLACES);
  }

  /** With so many places for calls that are kept. */
  Lookahead(int threads, int chunkSize, int places) {
    this.threads = threads;
    this.chunkSize = chunkSize;
    cache = threads == 0 ? null : new DecodedCache(places);
  }

  /**
   * Gives every line of {@code in} to {@code lines}.
   *
   * @return false if the last line has no end
   */
  boolean read(InputStream in, StraceLines lines) throws IOException {
    ChunkFeed feed = new ChunkFeed(in, chunkSize, AbiNames.AHEAD);
    LineBatch first = fill(feed, lines);
    if (threads <= 1 || first.chunk.last) {
      return alone(feed, first, lines);
    }
    ExecutorService others =
        Executors.newFixedThreadPool(
            threads - 1, Thread.ofPlatform().daemon().name("winnow decodes ahead ", 1).factory());
    try {
      return together(feed, first, others, lines);
    } finally {
      others.shutdownNow();
    }
  }

  private boolean alone(ChunkFeed feed, LineBatch first, StraceLines lines) throws IOException {
    LineBatch batch = first;
    while (true) {
      decode(batch);
      lines.batch(batch);
      free.push(batch);
      if (batch.chunk.last) {
        return isWhole(feed, batch);
      }
      batch = fill(feed, lines);
    }
  }

  private boolean together(
      ChunkFeed feed, LineBatch first, ExecutorService others, StraceLines lines)
      throws IOException {
    Deque<LineBatch> inFlight = new ArrayDeque<>();
    LineBatch newest = submitted(first, others);
    inFlight.add(newest);
    while (true) {
      while (!newest.chunk.last && inFlight.size() <= AHEAD * threads) {
        newest = submitted(fill(feed, lines), others);
        inFlight.add(newest);
      }
      LineBatch oldest = inFlight.remove();
      await(oldest);
      lines.batch(oldest);
      free.push(oldest);
      if (oldest.chunk.last) {
        return isWhole(feed, oldest);
      }
    }
  }

  private static boolean isWhole(ChunkFeed feed, LineBatch last) {
    return last.chunk.end == last.chunk.known && !feed.skipped();
  }

  private LineBatch fill(ChunkFeed feed, StraceLines lines) throws IOException {
    LineBatch batch = free.isEmpty() ? new LineBatch() : free.pop();
    feed.fill(batch.chunk);
    batch.assumed = lines.likelyArch();
    return batch;
  }

  private LineBatch submitted(LineBatch batch, ExecutorService others) {
    FutureTask<?> task = new FutureTask<>(() -> decode(batch), null);
    batch.task = task;
    others.execute(task);
    return batch;
  }

  /** Decodes the batch on this thread if no other has begun to. */
  private static void await(LineBatch batch) {
    FutureTask<?> task = batch.task;
    if (task == null) {
      return;
    }
    task.run();
    try {
      task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("decoding failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading a trace", e);
    }
  }

  private void decode(LineBatch batch) {
    if (cache == null) {
      AheadDecoder.split(batch);
      return;
    }
    AheadDecoder decoder = decoders.poll();
    if (decoder == null) {
      decoder = new AheadDecoder(cache);
    }
    decoder.decode(batch);
    decoders.add(decoder);
  }
}

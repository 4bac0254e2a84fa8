package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.ChunkFeed;
import dev.winnow.recorder.reader.LineFeed;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.symbols.Grammar;
import dev.winnow.traces.Arch;
import dev.winnow.traces.TraceSink;
import java.util.Map;

/**
 * Which lines of one strace log make a record. Mostly each is one; without {@code -o} other text
 * may be written into a record. Lines come in order; only the last may be cut off.
 */
final class StraceLines {
  private final Threads threads;
  private final LineTally tally;
  private final StraceRecords records;
  private final DecodedLines decoded;
  private final OtherLines others = new OtherLines();
  private final Glue glue = new Glue();

  /** As {@link StraceRecords}. */
  StraceLines(
      StraceCalls calls,
      Threads threads,
      LineTally tally,
      TraceSink sink,
      Map<Integer, byte[]> movedHeads) {
    this.threads = threads;
    this.tally = tally;
    records = new StraceRecords(calls, threads, tally, sink, movedHeads);
    decoded = new DecodedLines(records, calls, threads, tally);
  }

  /** The ABI of the line that was read last. */
  Arch likelyArch() {
    return threads.lastArch();
  }

  /** Reads the lines of a chunk; of those that were decoded ahead only the threads' state. */
  void batch(LineBatch batch) {
    ChunkFeed.Chunk chunk = batch.chunk;
    int i = 0;
    while (i < batch.lines) {
      i = glue.isOpen() ? i : decoded.take(batch, i);
      if (i < batch.lines) {
        decoded.settle(batch);

        records.line = tally.nextLine();
        line(chunk, batch.from[i], batch.to[i], true);
        i++;
      }
    }
    decoded.settle(batch);
    if (chunk.tooLong > 0) {
      tooLong(chunk.bytes, chunk.tooLong);
    } else if (chunk.last && chunk.end < chunk.known) {
      records.line = tally.nextLine();
      boolean carriage = chunk.bytes[chunk.known - 1] == '\r';
      line(chunk, chunk.end, carriage ? chunk.known - 1 : chunk.known, false);
    }
  }

  private void line(ChunkFeed.Chunk chunk, int from, int to, boolean ended) {
    byte[] b = chunk.bytes;
    records.complete = ended;
    records.ahead(b, from, chunk.known);
    if (glue.isOpen() && continues(b, from, to)) {
      return;
    }
    record(b, from, to);
  }

  private void tooLong(byte[] b, int length) {
    tally.failed(
        tally.nextLine(), "longer than " + (LineFeed.LONGEST_LINE >> 20) + " MiB", b, 0, length);
  }

  /** The log is over: what has not returned will not. */
  void end() {
    abandonGlue();
    records.end();
  }

  private void record(byte[] b, int from, int to) {
    switch (records.read(b, from, to)) {
      case DONE -> {}
      case OPEN -> glue.start(b, from, to, records.line);
      case UNRECOGNISED -> {
        byte[] plain = Grammar.withoutColour(b, from, to);
        if (plain.length < to - from) {
          record(plain, 0, plain.length);
        } else {
          unrecognised(b, from, to);
        }
      }
    }
  }

  /** Whether the line belongs to the call that is open; if not, that call is given up. */
  private boolean continues(byte[] b, int from, int to) {
    if (OtherLines.isMessage(b, from, to)) {
      message(b, from, to);
      return true;
    }
    if (records.startsRecord(b, from, to) || glue.isFull()) {
      abandonGlue();
      return false;
    }
    glue.append(b, from, to);
    records.recordLines = glue.lines;
    records.damaged = glue.damaged;
    StraceRecords.Outcome outcome = records.read(glue.text, 0, glue.length);
    records.recordLines = 1;
    records.damaged = false;
    if (outcome == StraceRecords.Outcome.DONE) {
      glue.close();
    }
    return true;
  }

  private void abandonGlue() {
    for (int i = 0; i < glue.lines; i++) {
      tally.failed(glue.firstLine + i, "the call does not end", glue.text, 0, glue.length);
    }
    glue.close();
  }

  private void unrecognised(byte[] b, int from, int to) {
    Ignored reason = others.reason(b, from, to);
    if (reason == Ignored.MESSAGE) {
      message(b, from, to);
    } else if (reason != null) {
      tally.ignored(reason.reason);
    } else if (!records.endsLastHead(b, from, to)) {
      records.failed(
          records.complete ? "not a line of strace" : "the line is cut off", b, from, to);
    }
  }

  private void message(byte[] b, int from, int to) {
    int process = others.process(b, from, to);
    if (process > 0) {
      threads.known(process);
    }
    tally.ignored(Ignored.MESSAGE.reason);
  }
}

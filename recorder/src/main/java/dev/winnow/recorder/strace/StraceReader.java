package dev.winnow.recorder.strace;

import dev.winnow.recorder.reader.ChunkFeed;
import dev.winnow.recorder.reader.LineTally;
import dev.winnow.recorder.reader.Sample;
import dev.winnow.recorder.reader.TraceReader;
import dev.winnow.recorder.reader.TraceSummary;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Loss;
import dev.winnow.traces.TraceSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Reads what strace writes, in every form that its options give it, and delivers the calls as
 * events, in the order of the lines and on the thread that called. Other threads decode chunks of a
 * large log ahead ({@link Lookahead}), which changes nothing of what is delivered. Memory is
 * bounded by the longest line and the calls that are unfinished at one time. Nothing is allocated
 * per event once names and symbolic texts have been seen.
 *
 * <p>Input that makes no sense is counted, never thrown: see {@link #summary()}. One reader reads
 * the logs of one run; it is not for several threads.
 */
public final class StraceReader implements TraceReader {
  private static final String INFERRED_ABI =
      "neither numbers nor mode lines say which ABI a process runs in. It was inferred from names"
          + " that only one ABI has; what makes no such call may be taken for the wrong one. Record"
          + " with strace -n";

  /**
   * Threads that decode. Beyond some, the one that reads in order has nothing to wait for, and they
   * only cost memory.
   */
  private static final int THREADS = Math.min(Runtime.getRuntime().availableProcessors(), 8);

  /** Bytes of a sample; mostly they are enough to recognise it. A power of two. */
  private static final int SOME_LINES = 4096;

  private final TraceSink sink;
  private final Arch arch;
  private final Map<Integer, byte[]> movedHeads;
  private final StraceCalls calls;
  private final LineTally tally = new LineTally();
  private final Lookahead lookahead;
  private boolean truncated;

  /** Whether the input that was read last ends early. */
  private boolean cut;

  /** Delivers to {@code sink}; what does not say its ABI is taken for x86_64. */
  public StraceReader(TraceSink sink) {
    this(sink, Arch.X86_64);
  }

  /** Delivers to {@code sink}; what does not say its ABI is taken for {@code arch}. */
  public StraceReader(TraceSink sink, Arch arch) {
    this(sink, arch, Map.of());
  }

  /**
   * For the pieces of a run.
   *
   * @param movedHeads by thread, the {@link StracePieces#movedHead} of its piece
   */
  public StraceReader(TraceSink sink, Arch arch, Map<Integer, byte[]> movedHeads) {
    this(sink, arch, movedHeads, new Lookahead(THREADS, ChunkFeed.CHUNK));
  }

  StraceReader(TraceSink sink, Arch arch, Map<Integer, byte[]> movedHeads, Lookahead lookahead) {
    this.lookahead = lookahead;
    this.sink = sink;
    this.arch = arch;
    this.movedHeads = movedHeads;
    calls = new StraceCalls(sink);
  }

  /** A reader of little, which decodes nothing ahead. */
  static StraceReader inTurn(TraceSink sink) {
    return new StraceReader(sink, Arch.X86_64, Map.of(), new Lookahead(0, SOME_LINES));
  }

  /** Whether any line of the sample is one of strace's, whatever surrounds it. */
  public static boolean recognises(Sample sample) {
    byte[] b = sample.bytes();
    return recognises(b, Math.min(b.length, SOME_LINES))
        || (b.length > SOME_LINES && recognises(b, b.length));
  }

  private static boolean recognises(byte[] b, int length) {
    StraceReader reader = inTurn(event -> {});
    try {
      reader.read(new ByteArrayInputStream(b, 0, length));
    } catch (IOException e) {
      throw new IllegalStateException("an array cannot fail to be read", e);
    }
    return reader.tally.understood() > 0
        || reader.tally.ignoredFor(Ignored.SIGNAL.reason) > 0
        || reader.tally.ignoredFor(Ignored.EXIT.reason) > 0;
  }

  @Override
  public void read(InputStream in) throws IOException {
    read(in, new Threads(sink, arch));
  }

  /** Reads one piece of a log of {@code -ff}, which belongs to thread {@code tid}. */
  public void readPiece(InputStream in, int tid) throws IOException {
    Threads threads = new Threads(sink, arch);
    threads.setMain(tid);
    read(in, threads);
  }

  @Override
  public TraceSummary summary() {
    return new TraceSummary(
        tally.account(),
        calls.events,
        calls.neverReturned,
        calls.withoutBeginning,
        truncated,
        lost(),
        calls.unknownConstants(),
        calls.undecoded());
  }

  @Override
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (calls.inferredAbi) {
      warnings.add(INFERRED_ABI);
    }
    if (calls.doubt.count() > 0) {
      warnings.add(
          calls.doubt.count()
              + " events may be of another ABI than they were taken for: calls that "
              + arch
              + " does not have, or a start that is not one of its programs', show that another is"
              + " in use. Record with strace -n, or name the architecture with --arch");
    }
    return warnings;
  }

  private SortedMap<String, Long> lost() {
    SortedMap<String, Long> lost = tally.lost();
    if (calls.doubt.count() > 0) {
      lost.put(Loss.AMBIGUOUS_ABI.label(), calls.doubt.count());
    }
    return lost;
  }

  @Override
  public void markTruncated() {
    tally.lost(Loss.TAILS, cut ? 0 : 1);
    cut = true;
    truncated = true;
  }

  private void read(InputStream in, Threads threads) throws IOException {
    StraceLines lines = new StraceLines(calls, threads, tally, sink, movedHeads);
    cut = false;
    boolean whole = lookahead.read(in, lines);
    lines.end();
    if (!whole) {
      markTruncated();
    }
  }
}

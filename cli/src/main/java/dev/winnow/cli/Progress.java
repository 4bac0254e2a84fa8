package dev.winnow.cli;

import dev.winnow.recorder.TraceInput;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallEvent;
import dev.winnow.traces.TraceSink;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Shows on a terminal how far the reading of a trace is, once it takes more than a second: a bar,
 * where the files have a size, and the events so far. Nothing is drawn elsewhere, nor while a
 * program is recorded: the terminal is the program's then.
 */
final class Progress implements TraceSink, AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000L;
  private static final long REDRAWN_AFTER_NANOS = 200_000_000L;

  /** The clock is looked at once in so many events, a power of two: some milliseconds of work. */
  private static final int EVENTS_PER_LOOK = 4096;

  private static final int LABEL_WIDTH = 32;
  private static final int BAR_WIDTH = 20;
  private static final String ERASE_LINE = "\r\u001b[K"; // ECMA-48, EL

  private final String label;
  private final List<Path> files;
  private final TraceSink sink;
  private final boolean wanted;
  private long nextNanos = System.nanoTime() + PATIENCE_NANOS;
  private long events;
  private boolean drawn;

  /** Passes the events of {@code input} on to {@code sink}. */
  Progress(TraceInput input, TraceSink sink, GlobalOptions global) {
    this(input.label(), input.pieces().stream().map(TraceInput.Piece::path).toList(), sink, global);
  }

  Progress(String label, List<Path> files, TraceSink sink, GlobalOptions global) {
    this.label = Terminal.safe(label.replace('\n', ' '));
    this.files = files;
    this.sink = sink;
    wanted = !global.quiet;
  }

  @Override
  public void event(SyscallEvent event) {
    sink.event(event);
    events++;
    if ((events & EVENTS_PER_LOOK - 1) == 0) {
      look();
    }
  }

  private void look() {
    if (wanted && System.nanoTime() - nextNanos > 0) {
      draw();
      nextNanos = System.nanoTime() + REDRAWN_AFTER_NANOS;
    }
  }

  private void draw() {
    if (!Terminal.isErrorStream()) {
      nextNanos = Long.MAX_VALUE; // never again
      return;
    }
    String name = label.length() > LABEL_WIDTH ? label.substring(0, LABEL_WIDTH - 1) + "…" : label;
    System.err.print(ERASE_LINE + name + " " + bar(OpenFiles.shareRead(files)) + figure());
    System.err.flush();
    drawn = true;
  }

  private String figure() {
    return String.format(Locale.ROOT, "%,d events", events);
  }

  /** The bar for a share of the files; "" if it is not known, as for standard input. */
  static String bar(double share) {
    if (share < 0) {
      return "";
    }
    int full = (int) (share * BAR_WIDTH);
    return "[%s%s] %3d %%  "
        .formatted("#".repeat(full), "-".repeat(BAR_WIDTH - full), (int) (share * 100));
  }

  @Override
  public void exited(int tid) {
    sink.exited(tid);
  }

  @Override
  public void superseded(int leader, int survivor) {
    sink.superseded(leader, survivor);
  }

  @Override
  public void entered(int tid, Arch arch, int number, long cloneFlags) {
    sink.entered(tid, arch, number, cloneFlags);
  }

  /** Leaves the line as it was. */
  @Override
  public void close() {
    if (drawn) {
      System.err.print(ERASE_LINE);
      System.err.flush();
    }
  }
}

package dev.winnow.recorder;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that hold one run: a single log, or the pieces of {@code strace -ff}.
 *
 * @param label what messages and evidence call it
 * @param pieces in the order in which they are read
 */
public record TraceInput(String label, List<Piece> pieces) {
  /** The path that means standard input. */
  public static final Path STDIN = Path.of("-");

  /**
   * One file of a run.
   *
   * @param path the file, or {@link #STDIN}
   * @param tid the thread that the file's name says it belongs to; 0 if its lines say it
   */
  public record Piece(Path path, int tid) {}

  public TraceInput {
    pieces = List.copyOf(pieces);
    if (pieces.isEmpty()) {
      throw new IllegalArgumentException("a run needs a file");
    }
  }

  /** One log, with its path as label. */
  public static TraceInput of(Path path) {
    return new TraceInput(path.toString(), List.of(new Piece(path, 0)));
  }
}

package dev.winnow.recorder;

import dev.winnow.recorder.TraceInput.Piece;
import dev.winnow.recorder.reader.Ascii;
import dev.winnow.recorder.reader.Excerpt;
import dev.winnow.recorder.strace.StracePieces;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The files {@code NAME.PID} of {@code strace -ff}, one per thread, and how they belong together.
 */
final class Pieces {
  /** More than an execve with its arguments shortened by strace; a longer one is not moved. */
  private static final int TAIL = 64 << 10;

  private Pieces() {}

  /** Whether a file named {@code NAME.PID} is a piece: its lines bear no pid. */
  static boolean isPiece(Path file) {
    return !StracePieces.bearsPid(firstLine(file));
  }

  /**
   * The runs that pieces of one NAME belong to. A piece that begins with execve is a program's
   * start, unless another piece made its process; two starts are two recordings under one name. The
   * other pieces, if none made them, go with the start before them.
   */
  static List<TraceInput> runs(String name, List<Piece> pieces) throws TraceException {
    List<Piece> sorted = new ArrayList<>(pieces);
    sorted.sort(Comparator.comparingInt(Piece::tid));
    List<Piece> starts = new ArrayList<>();
    for (Piece piece : sorted) {
      if (StracePieces.startsProgram(firstLine(piece.path()))) {
        starts.add(piece);
      }
    }
    if (starts.size() <= 1) {
      sorted.removeAll(starts);
      starts.addAll(sorted);
      return List.of(new TraceInput(name, starts));
    }
    return split(name, sorted, starts);
  }

  private static List<TraceInput> split(String name, List<Piece> sorted, List<Piece> starts)
      throws TraceException {
    Map<Integer, Integer> parents = parents(sorted);
    starts.removeIf(piece -> parents.containsKey(piece.tid()));
    if (starts.isEmpty()) {
      return List.of(new TraceInput(name, sorted));
    }
    NavigableMap<Integer, List<Piece>> runs = new TreeMap<>();
    starts.forEach(start -> runs.put(start.tid(), new ArrayList<>(List.of(start))));
    for (Piece piece : sorted) {
      if (!starts.contains(piece)) {
        run(piece.tid(), parents, runs).add(piece);
      }
    }
    boolean one = runs.size() == 1;
    return runs.values().stream()
        .map(run -> new TraceInput(one ? name : run.getFirst().path().toString(), run))
        .toList();
  }

  /** The run of thread {@code tid}: that of its ancestor which is a start, or the one before it. */
  private static List<Piece> run(
      int tid, Map<Integer, Integer> parents, NavigableMap<Integer, List<Piece>> runs) {
    Integer ancestor = tid;
    for (int i = 0; ancestor != null && i <= parents.size(); i++) {
      List<Piece> run = runs.get(ancestor);
      if (run != null) {
        return run;
      }
      ancestor = parents.get(ancestor);
    }
    Map.Entry<Integer, List<Piece>> before = runs.floorEntry(tid);
    return before == null ? runs.firstEntry().getValue() : before.getValue();
  }

  /** By thread, the one that made it, as far as the pieces show it. */
  private static Map<Integer, Integer> parents(List<Piece> pieces) throws TraceException {
    Map<Integer, Integer> parents = new HashMap<>();
    for (Piece piece : pieces) {
      try (InputStream in = TraceStream.open(piece.path(), InputStream.nullInputStream())) {
        StracePieces.children(in, piece.tid()).forEach(child -> parents.put(child, piece.tid()));
      } catch (IOException e) {
        throw new TraceException(
            "cannot read " + Excerpt.name(piece.path()) + ": " + e.getMessage(), e);
      }
    }
    return parents;
  }

  /** The first line, or nothing if the file cannot be read; reading it as a trace will say why. */
  private static byte[] firstLine(Path file) {
    try (TraceStream in = TraceStream.open(file, InputStream.nullInputStream())) {
      int newline = Ascii.newline(in.sample().bytes(), 0, in.sample().bytes().length);
      return newline < 0 ? in.sample().bytes() : Arrays.copyOf(in.sample().bytes(), newline);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** By thread, its {@link StracePieces#movedHead}; empty for a run in one file. */
  static Map<Integer, byte[]> movedHeads(TraceInput input) throws TraceException {
    Map<Integer, byte[]> heads = new HashMap<>();
    if (input.pieces().size() < 2) {
      return heads;
    }
    for (Piece piece : input.pieces()) {
      byte[] head = StracePieces.movedHead(tail(piece.path()));
      if (head.length > 0) {
        heads.put(piece.tid(), head);
      }
    }
    return heads;
  }

  private static byte[] tail(Path path) throws TraceException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(TAIL, file.length())];
      file.seek(file.length() - tail.length);
      file.readFully(tail);
      return tail;
    } catch (IOException e) {
      throw new TraceException("cannot read " + Excerpt.name(path) + ": " + e.getMessage(), e);
    }
  }
}

package dev.winnow.recorder;

import dev.winnow.recorder.TraceInput.Piece;
import dev.winnow.recorder.reader.Excerpt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the runs that files and directories hold. */
public final class TraceFiles {
  /** {@code NAME.PID} of {@code strace -ff}; PID_MAX_LIMIT has seven digits. */
  private static final Pattern PIECE = Pattern.compile("(.+)\\.([1-9][0-9]{0,6})");

  /** Files of a directory without traces that a message names. */
  private static final int LISTED = 3;

  /**
   * What paths lead to.
   *
   * @param inputs the runs, in the order of the paths that they were found by
   * @param skipped files of directories that are no traces, each with the reason
   */
  public record Found(List<TraceInput> inputs, List<String> skipped) {
    public Found {
      inputs = List.copyOf(inputs);
      skipped = List.copyOf(skipped);
    }
  }

  private TraceFiles() {}

  /**
   * The runs that {@code paths} hold. A file is one run; files {@code NAME.PID} that {@code strace
   * -ff} wrote are one run together; a directory means every trace in it and below; {@code -} is
   * standard input. A path that was given is never left out: if it cannot be read, reading says so.
   *
   * @throws TraceException if a directory cannot be listed or holds no trace
   */
  public static Found find(List<String> paths) throws TraceException {
    Map<Path, Path> files = new LinkedHashMap<>();
    List<String> skipped = new ArrayList<>();
    for (String name : paths) {
      Path path = Path.of(name);
      for (Path file : Files.isDirectory(path) ? tracesIn(path, skipped) : List.of(path)) {
        files.putIfAbsent(identity(file), file);
      }
    }
    return new Found(runs(List.copyOf(files.values())), skipped);
  }

  /** The same for every path to one file: a trace that is named twice is one run. */
  private static Path identity(Path file) {
    try {
      return file.equals(TraceInput.STDIN) ? file : file.toRealPath();
    } catch (IOException e) {
      return file; // reading it will say what is wrong with it
    }
  }

  private static List<Path> tracesIn(Path directory, List<String> skipped) throws TraceException {
    List<Path> traces = new ArrayList<>();
    for (Path file : filesIn(directory)) {
      String problem = problem(file);
      if (problem.isEmpty()) {
        traces.add(file);
      } else {
        skipped.add(Excerpt.name(file) + ": " + problem);
      }
    }
    if (traces.isEmpty()) {
      throw new TraceException(Excerpt.name(directory) + " holds no trace: " + why(skipped));
    }
    return traces;
  }

  private static String why(List<String> skipped) {
    if (skipped.isEmpty()) {
      return "there is no file in it";
    }
    int more = skipped.size() - LISTED;
    return String.join("; ", skipped.subList(0, Math.min(LISTED, skipped.size())))
        + (more > 0 ? "; and " + more + " more files" : "");
  }

  private static List<Path> filesIn(Path directory) throws TraceException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException | UncheckedIOException e) {
      throw new TraceException("cannot list " + Excerpt.name(directory) + ": " + e.getMessage(), e);
    }
  }

  /** Why a file is no trace, or "". An empty piece of -ff is part of its run. */
  private static String problem(Path file) {
    try (TraceStream in = TraceStream.open(file, InputStream.nullInputStream())) {
      boolean emptyPiece =
          in.sample().bytes().length == 0 && PIECE.matcher(file.toString()).matches();
      return emptyPiece ? "" : FormatDetector.detect(in.sample()).problem();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Groups the pieces of -ff; everything else stays as and where it is. */
  private static List<TraceInput> runs(List<Path> files) throws TraceException {
    Map<String, List<Piece>> groups = new TreeMap<>();
    for (Path file : files) {
      Matcher piece = PIECE.matcher(file.toString());
      if (piece.matches() && Pieces.isPiece(file)) {
        groups
            .computeIfAbsent(piece.group(1), name -> new ArrayList<>())
            .add(new Piece(file, Integer.parseInt(piece.group(2))));
      }
    }
    List<TraceInput> runs = new ArrayList<>();
    for (Path file : files) {
      Matcher name = PIECE.matcher(file.toString());
      List<Piece> group = name.matches() ? groups.get(name.group(1)) : null;
      if (group == null || group.stream().noneMatch(piece -> piece.path().equals(file))) {
        runs.add(TraceInput.of(file));
      } else if (group.getFirst().path().equals(file)) {
        runs.addAll(Pieces.runs(name.group(1), group));
      }
    }
    return runs;
  }
}

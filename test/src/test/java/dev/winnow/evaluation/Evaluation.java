package dev.winnow.evaluation;

import dev.winnow.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Evaluates all methods on recorded programs. Usage: {@code Evaluation TRACES PROBES RESULTS},
 * where TRACES holds a folder of runs for each program. Minutes; the same traces give the same
 * figures.
 */
public final class Evaluation {
  private static final Path CONTAINER = Path.of("/usr/share/containers/seccomp.json");
  private static final int SPLITS = 5;
  private static final long SEED = 20260101;

  private final List<Method> methods;
  private final List<Probe> probes;
  private final Path folder;

  private Evaluation(List<Method> methods, List<Probe> probes, Path folder) {
    this.methods = methods;
    this.probes = probes;
    this.folder = folder;
  }

  /**
   * Reads, evaluates and writes.
   *
   * @throws IOException if an input is not what it should be; the message says what to do
   * @throws IllegalStateException if a policy denied a run that it was learned from
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 3) {
      throw new IllegalArgumentException("three arguments: TRACES PROBES RESULTS");
    }
    List<Probe> probes = Probe.read(Path.of(args[1]));
    List<Method> methods = Method.all(container());
    Results results = new Evaluation(methods, probes, Path.of(args[2])).run(Path.of(args[0]));
    System.out.print(results.text());
    if (results.selfDenials() > 0) {
      throw new IllegalStateException(
          results.selfDenials() + " runs were denied by a policy that was learned from them");
    }
  }

  private static Optional<Policy> container() throws IOException {
    if (Files.exists(CONTAINER)) {
      return Optional.of(ContainerProfile.read(CONTAINER));
    }
    System.err.println(
        "No container default profile to compare with. Remedy, as root: apt-get install"
            + " golang-github-containers-common");
    return Optional.empty();
  }

  /** Writes results after each program, so that what is interrupted leaves what it has. */
  private Results run(Path traces) throws IOException {
    List<Path> programs;
    try (Stream<Path> folders = Files.list(traces)) {
      programs = folders.filter(Files::isDirectory).sorted().toList();
    }
    if (programs.isEmpty()) {
      throw new IOException(traces + " has no folder of traces; record.sh makes them");
    }
    List<Score> scores = new ArrayList<>();
    for (Path program : programs) {
      String name = String.valueOf(program.getFileName());
      List<Sample> runs = Sample.read(program);
      if (runs.size() < 4) {
        throw new IOException(program + " has " + runs.size() + " runs; four are the least");
      }
      Score.Folds folds =
          new Score.Folds(
              Training.of(runs), Fold.leaveOneOut(runs), Fold.halves(runs, SPLITS, SEED));
      scores.addAll(
          methods.parallelStream().map(method -> Score.of(method, name, folds, probes)).toList());
      write(new Results(methods, scores, probes.size()));
      System.err.println("evaluated " + name + ": " + runs.size() + " runs");
    }
    return new Results(methods, scores, probes.size());
  }

  private void write(Results results) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("evaluation.txt"), results.text());
    Files.writeString(folder.resolve("evaluation.csv"), results.csv());
    Files.writeString(folder.resolve("evaluation.json"), results.json());
    Files.writeString(folder.resolve("denials.tsv"), results.denials());
    Files.write(folder.resolve("pareto.png"), ParetoChart.png(results.rows()));
  }
}

package dev.winnow.comparison;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.compiler.CompilationException;
import dev.winnow.minimizer.compiler.Compiler;
import dev.winnow.minimizer.compiler.Objective;
import dev.winnow.minimizer.compiler.Weights;
import dev.winnow.minimizer.compiler.Workload;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policies;
import dev.winnow.policy.PolicySyntaxException;
import dev.winnow.policy.SeccompData;
import dev.winnow.policy.oci.OciException;
import dev.winnow.policy.oci.OciSeccomp;
import dev.winnow.policy.oci.PolicyToOci;
import dev.winnow.test.Libseccomp;
import dev.winnow.traces.Arch;
import dev.winnow.traces.EvidenceJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One table: what winnow and libseccomp make of policies. Usage: {@code Comparison RESULTS {NAME
 * POLICY WORKLOAD}...}, where a workload is evidence, a table of events or {@code -}. A second or
 * two for each policy.
 */
public final class Comparison {
  /** Too few: noise. Too many: minutes. */
  private static final int ROUNDS = 61;

  private static final int CALLS = 20_000;

  /** Events that stand for the workload's uncached ones in the kernel. */
  private static final int EVENTS = 256;

  private final Libseccomp libseccomp;
  private final KernelTiming timing;
  private final int rounds;
  private final int calls;

  Comparison(Path work, int rounds, int calls) throws IOException {
    libseccomp = Libseccomp.in(work);
    timing = KernelTiming.in(work);
    this.rounds = rounds;
    this.calls = calls;
  }

  /**
   * Reads, measures and prints.
   *
   * @throws IllegalStateException if a program is not what its policy says
   */
  public static void main(String[] args) throws Exception {
    if (args.length < 4 || args.length % 3 != 1) {
      throw new IllegalArgumentException("arguments: RESULTS {NAME POLICY WORKLOAD}...");
    }
    Comparison comparison = new Comparison(Files.createTempDirectory("winnow"), ROUNDS, CALLS);
    List<Row> rows = new ArrayList<>();
    for (int i = 1; i < args.length; i += 3) {
      rows.addAll(comparison.rows(subject(args[i], Path.of(args[i + 1]), args[i + 2])));
      System.err.println("compared " + args[i]);
    }
    String table = Row.table(rows);
    System.out.print(table);
    Files.createDirectories(Path.of(args[0]));
    Files.writeString(Path.of(args[0], "comparison.txt"), table);
  }

  private static Subject subject(String name, Path policy, String workload)
      throws IOException, PolicySyntaxException, DiagramLimitException {
    return Subject.of(
        name, Policies.parse(policy.toString(), Files.readAllBytes(policy)), weights(workload));
  }

  private static Weights weights(String workload) throws IOException {
    if (workload.equals("-")) {
      return Weights.UNIFORM;
    }
    if (workload.endsWith(".tsv")) {
      return Workload.parse(Files.readString(Path.of(workload)), Arch.X86_64);
    }
    try (InputStream in = Files.newInputStream(Path.of(workload))) {
      return Workload.of(EvidenceJson.read(in, workload));
    }
  }

  /** winnow by speed and by size, and libseccomp's settings, each proved to be the policy. */
  List<Row> rows(Subject subject) throws Exception {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender("winnow speed", compile(subject, Objective.SPEED)));
    contenders.add(new Contender("winnow size", compile(subject, Objective.SIZE)));
    contenders.addAll(theirs(subject));
    List<KernelTiming.Cost> costs =
        timing.of(
            contenders.stream().map(Contender::program).toList(),
            uncached(subject.weights(), contenders.getFirst()),
            rounds,
            calls);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < costs.size(); i++) {
      Contender contender = contenders.get(i);
      Contender.Executed executed = contender.executed(subject.weights());
      rows.add(new Row(subject, contender, executed, costs.get(i), costs.getFirst()));
    }
    return rows;
  }

  /** Compiled programs are proved before anybody sees them. */
  private static Program compile(Subject subject, Objective objective) throws CompilationException {
    return Compiler.compile(subject.policy(), subject.weights(), objective).program();
  }

  /** At each level the shorter of two programs: of the exported rules, and of the written ones. */
  private List<Contender> theirs(Subject subject)
      throws IOException, OciException, DiagramLimitException {
    PolicyToOci oci = PolicyToOci.of(subject.policy());
    if (oci.difference().allowsMore() || oci.difference().allowsLess()) {
      throw new IllegalStateException(
          "libseccomp cannot say what %s says: %s"
              .formatted(subject.name(), oci.difference().text()));
    }
    List<Contender> contenders = new ArrayList<>();
    OciSeccomp written = WrittenRules.of(subject.policy(), oci.profile());
    for (int optimization : Libseccomp.OPTIMIZATIONS) {
      Program exported = libseccomp.export(oci.profile(), optimization);
      requireProved(subject, oci.profile(), exported);
      Program program = libseccomp.export(written, optimization);
      requireProved(subject, oci.profile(), program);
      contenders.add(
          new Contender(
              "libseccomp " + optimization, program.size() < exported.size() ? program : exported));
    }
    return contenders;
  }

  private static void requireProved(Subject subject, OciSeccomp profile, Program program)
      throws OciException, DiagramLimitException {
    Equivalence.Result result = Libseccomp.compare(profile, program);
    if (!(result instanceof Equivalence.Proved)) {
      throw new IllegalStateException("libseccomp's program for " + subject.name() + ": " + result);
    }
  }

  /** Events that the program is run for, as often as their weights say. */
  private static List<SeccompData> uncached(Weights weights, Contender contender) {
    List<Weights.Event> events =
        weights.events().stream()
            .filter(event -> event.data().arch() == Arch.X86_64.auditToken())
            .filter(event -> !contender.cached(event.data()))
            .toList();
    List<Weights.Event> drawn = events.isEmpty() ? weights.events() : events;
    double total = drawn.stream().mapToDouble(Weights.Event::weight).sum();
    List<SeccompData> result = new ArrayList<>();
    double seen = 0;
    for (Weights.Event event : drawn) {
      seen += event.weight();
      while (result.size() < EVENTS && result.size() + 0.5 < EVENTS * seen / total) {
        result.add(event.data());
      }
    }
    return result;
  }
}

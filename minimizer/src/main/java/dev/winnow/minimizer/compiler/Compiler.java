package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compiles policies to programs, in this order:
 *
 * <ol>
 *   <li>{@link PolicyDiagram}: the policy as a diagram. First, because from here on equal meanings
 *       have equal handles, however the policy was written.
 *   <li>{@link Samples}: the workload, cut down to what the policy can tell apart.
 *   <li>{@link WordOrder}: which word each function tests first. Before the trees, since the order
 *       of words decides what trees there are.
 *   <li>{@link Planner} with {@link WordSearch} and {@link RangeSearch}: the trees. After the order
 *       of all words, so that a tree that syscalls share is weighed with the events of all of them.
 *   <li>{@link DecisionGraph}: equal parts once. After the trees, whose shapes depend on weights.
 *   <li>{@link Layout}: instructions, loads and long jumps. Last, since distances depend on
 *       everything.
 *   <li>{@link KernelRules} and {@link Equivalence}: the proof, on the instructions themselves, so
 *       that none of the above has to be trusted.
 * </ol>
 */
public final class Compiler {
  private static final int NAMED = 5;

  private final Diagram diagram;
  private final int root;
  private final Functions functions;
  private final Objective objective;

  private Compiler(Diagram diagram, int root, Objective objective) {
    this.diagram = diagram;
    this.root = root;
    this.objective = objective;
    functions = new Functions(diagram);
  }

  /**
   * The program of a policy. Equal arguments give equal programs.
   *
   * @throws CompilationException if it would be too long, or could not be proved, or if the policy
   *     has a section of a big-endian architecture
   */
  public static ProvedProgram compile(Policy policy, Weights weights, Objective objective)
      throws CompilationException {
    requireLittleEndian(policy);
    Diagram diagram = new Diagram();
    try {
      int root = PolicyDiagram.of(diagram, policy);
      return new Compiler(diagram, root, objective).compile(weights);
    } catch (DiagramLimitException e) {
      throw new CompilationException("the policy is too large: " + e.getMessage(), e);
    }
  }

  /**
   * The halves of an argument lie the other way round there, and a filter is loaded by one kernel,
   * so that a program of both orders would serve nobody.
   */
  private static void requireLittleEndian(Policy policy) throws CompilationException {
    for (Section section : policy.sections()) {
      if (section.arch().byteOrder() != ByteOrder.LITTLE_ENDIAN) {
        throw new CompilationException(
            ("the section of %s cannot be compiled: that architecture is big-endian, and programs"
                    + " are made for little-endian ones only; leave the section out")
                .formatted(section.arch()));
      }
    }
  }

  private ProvedProgram compile(Weights weights)
      throws DiagramLimitException, CompilationException {
    List<Sample> samples = Samples.of(diagram, functions, root, weights, objective);
    WordSearch search = new WordSearch(functions.layers(), objective);
    WordOrder order = new WordOrder(functions, search, objective);
    Map<Integer, List<Sample>> syscalls = byFunction(samples);
    for (Map.Entry<Integer, List<Sample>> syscall : syscalls.entrySet()) {
      order.settle(syscall.getKey(), new Events(syscall.getValue(), objective.unforeseen()));
    }
    Events events = new Events(samples, objective.unforeseen());
    MeasuredCost measured = new MeasuredCost(samples, objective);
    Refinement.Made made =
        new Refinement(functions, order, search, measured, root, events).best();
    Program program = made.program();
    if (program.size() > Program.MAX_INSTRUCTIONS) {
      throw new CompilationException(tooLong(program.size(), made.planner()));
    }
    return prove(KernelRules.require(program));
  }

  /** The events of each syscall's function, the most frequent function first. */
  private Map<Integer, List<Sample>> byFunction(List<Sample> samples) {
    Map<Integer, List<Sample>> byFunction = new LinkedHashMap<>();
    for (Sample sample : samples) {
      int token = sample.word(Diagram.ARCH);
      int function = diagram.restrict(root, token, sample.word(Diagram.NR));
      byFunction.computeIfAbsent(function, f -> new ArrayList<>()).add(sample);
    }
    Comparator<Map.Entry<Integer, List<Sample>>> byWeight =
        Comparator.comparingDouble(
            entry -> -entry.getValue().stream().mapToDouble(Sample::weight).sum());
    Map<Integer, List<Sample>> sorted = new LinkedHashMap<>();
    byFunction.entrySet().stream()
        .sorted(byWeight)
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  private ProvedProgram prove(Program program) throws CompilationException {
    return switch (Equivalence.check(diagram, root, program)) {
      case Equivalence.Proved proved -> new ProvedProgram(program, proved);
      case Equivalence.Undecided(String reason) ->
          throw new CompilationException("the program could not be proved: " + reason);
      case Equivalence.Different different ->
          throw new IllegalStateException("the compiler is wrong: " + different);
    };
  }

  private String tooLong(int size, Planner planner) {
    record Cost(String name, int nodes) {}
    List<Cost> costs = new ArrayList<>();
    for (Arch arch : Arch.values()) {
      for (Syscall syscall : SyscallTable.of(arch).all()) {
        int function = diagram.restrict(root, arch.auditToken(), syscall.number());
        int nodes = planner.graph().tests(planner.build(function));
        costs.add(new Cost(arch + " " + syscall.name(), nodes));
      }
    }
    String most =
        costs.stream()
            .filter(cost -> cost.nodes > 0)
            .sorted(Comparator.comparingInt(cost -> -cost.nodes))
            .limit(NAMED)
            .map(cost -> cost.name + " (" + cost.nodes + " comparisons)")
            .collect(Collectors.joining(", "));
    return ("the program would have %,d instructions and the kernel takes 4,096; the arguments of these"
            + " syscalls cost most: %s. Widen their conditions, for instance from values to ranges or"
            + " masks")
        .formatted(size, most);
  }
}

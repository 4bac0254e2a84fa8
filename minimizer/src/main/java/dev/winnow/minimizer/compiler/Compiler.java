package dev.winnow.minimizer.compiler;

import dev.winnow.minimizer.bpf.KernelRules;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.Equivalence;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Section;
import java.nio.ByteOrder;
import java.util.List;

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
 *   <li>{@link Refinement} and {@link Attempts}: all that again with other orders of words, since
 *       what is shared shows in the finished program only.
 *   <li>{@link QualityBounds}: what no program can go below.
 *   <li>{@link KernelRules} and {@link Equivalence}: the proof, on the instructions themselves, so
 *       that none of the above has to be trusted.
 * </ol>
 */
public final class Compiler {
  private final Diagram diagram;
  private final int root;
  private final Functions functions;
  private final Objective objective;

  private Compiler(Diagram diagram, int root, Objective objective) {
    this.diagram = diagram;
    this.root = root;
    this.objective = objective;
    functions = new Functions(diagram, new Effort());
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
      throw new CompilationException(Costs.ofPolicy(policy, e), e);
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
    Refinement.Made made = new Attempts(diagram, root, functions, objective, samples).best();
    if (objective.perInstruction() >= 1 && functions.effort().fresh()) {
      made = shorter(made, weights);
    }
    Program program = made.program();
    if (program.size() > Program.MAX_INSTRUCTIONS) {
      boolean cutOff = functions.effort().cutOff();
      throw new CompilationException(
          Costs.ofProgram(program.size(), diagram, root, made.planner(), cutOff));
    }
    QualityBounds bounds =
        new QualityBounds(functions, made.planner(), samples, objective, diagram, root);
    return prove(KernelRules.require(program), bounds.of(program));
  }

  /**
   * What is made to be fast is sometimes the shorter one, too. Asked only of policies that left
   * most of the search to be spent, so that a large one's program may be longer than its fast one.
   *
   * <p>Before: 203 instructions by size for a policy of 87 syscalls, 202 by speed. After: 202.
   */
  private Refinement.Made shorter(Refinement.Made made, Weights weights) {
    try {
      List<Sample> samples = Samples.of(diagram, functions, root, weights, Objective.SPEED);
      Refinement.Made fast =
          new Attempts(diagram, root, functions, Objective.SPEED, samples).best();
      return fast.program().size() < made.program().size() ? fast : made;
    } catch (DiagramLimitException e) {
      return made; // it stands without this
    }
  }

  private ProvedProgram prove(Program program, Quality quality) throws CompilationException {
    return switch (Equivalence.check(diagram, root, program)) {
      case Equivalence.Proved proved -> new ProvedProgram(program, proved, quality);
      case Equivalence.Undecided(String reason) ->
          throw new CompilationException("the program could not be proved: " + reason, true);
      case Equivalence.Different different ->
          throw new IllegalStateException("the compiler is wrong: " + different);
    };
  }
}

package dev.winnow.minimizer.proof;

import dev.winnow.minimizer.bpf.Interpreter;
import dev.winnow.minimizer.bpf.Program;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.Diagram.Difference;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.SeccompData;

/**
 * Whether a program returns, for each of the 2^512 possible events, what a policy says. Both become
 * diagrams of one manager, where equal functions have equal handles; nothing is sampled and no path
 * is enumerated.
 */
public final class Equivalence {
  private Equivalence() {}

  /** The answer. */
  public sealed interface Result {}

  /**
   * They agree everywhere.
   *
   * @param nodes the size of the common diagram
   * @param states how many pairs of instruction and symbolic registers the program was run through
   */
  public record Proved(int nodes, int states) implements Result {}

  /**
   * They disagree.
   *
   * @param witness an event on which they do
   * @param policyValue the policy's return value for it
   * @param programValue the program's
   */
  public record Different(SeccompData witness, int policyValue, int programValue)
      implements Result {}

  /**
   * Neither was shown.
   *
   * @param reason which limit was met
   */
  public record Undecided(String reason) implements Result {}

  /**
   * Compares with the default limits.
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   */
  public static Result check(Policy policy, Program program) {
    Diagram diagram = new Diagram();
    try {
      return check(diagram, PolicyDiagram.of(diagram, policy), program);
    } catch (DiagramLimitException e) {
      return new Undecided("the policy is too large: " + e.getMessage());
    }
  }

  /**
   * Compares a program with a verdict diagram.
   *
   * @throws IllegalArgumentException if the kernel would refuse the program
   */
  public static Result check(Diagram diagram, int policy, Program program) {
    ProgramDiagram lifted;
    try {
      lifted = ProgramDiagram.lift(diagram, program);
    } catch (UndecidedException e) {
      return new Undecided(e.reason());
    }
    Difference difference = diagram.difference(policy, lifted.root());
    if (difference == null) {
      return new Proved(diagram.size(policy), lifted.states());
    }
    SeccompData witness = difference.event();
    int returned = new Interpreter(program).run(Interpreter.words(witness));
    if (returned != difference.right()) {
      throw new IllegalStateException(
          "the proof and the interpreter disagree on %s: 0x%08x and 0x%08x"
              .formatted(witness, difference.right(), returned));
    }
    return new Different(witness, difference.left(), returned);
  }
}

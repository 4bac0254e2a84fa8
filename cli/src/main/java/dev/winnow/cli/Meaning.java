package dev.winnow.cli;

import dev.winnow.minimizer.bpf.Program;
import dev.winnow.minimizer.proof.ProgramDiagram;
import dev.winnow.minimizer.proof.UndecidedException;
import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.traces.Arch;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** What policies and programs mean, as diagrams of one manager, where they can be compared. */
final class Meaning {
  private final Diagram diagram = new Diagram();
  private final Set<Arch> named = EnumSet.noneOf(Arch.class);

  /** The verdicts of the policy or program in a file. */
  int of(Path file) throws DiagramLimitException {
    byte[] bytes = Inputs.bytes(file);
    if (Content.of(bytes) != Content.PROGRAM) {
      Policy policy = Inputs.policy(file, bytes);
      policy.sections().forEach(section -> named.add(section.arch()));
      return PolicyDiagram.of(diagram, policy);
    }
    Program program = BpfFiles.accepted(file, bytes);
    try {
      return diagram.map(ProgramDiagram.of(diagram, program), Meaning::taken);
    } catch (UndecidedException e) {
      throw new CommandFailure(Terminal.name(file) + ": cannot be compared: " + e.reason(), e);
    }
  }

  /**
   * The return value as a policy has it where the kernel does the same. It hands a trap's data to
   * the SIGSYS handler, so that one stays.
   */
  private static int taken(int returnValue) {
    Action action = Action.ofReturnValue(returnValue);
    return action.kind() == Action.Kind.TRAP ? returnValue : action.returnValue();
  }

  PolicyDiff difference(int before, int after) throws DiagramLimitException {
    Set<Arch> shown = named.isEmpty() ? EnumSet.of(Arch.X86_64) : named;
    return PolicyDiff.between(diagram, before, after, shown);
  }
}

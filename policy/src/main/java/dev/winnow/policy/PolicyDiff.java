package dev.winnow.policy;

import dev.winnow.traces.Arch;
import java.util.List;
import java.util.Set;

/**
 * What separates a new policy from an old one, exactly: over every architecture, number and
 * argument. Without changes the two are the same function.
 *
 * @param changes by architecture and number, then foreign; only what differs
 */
public record PolicyDiff(List<Change> changes) {
  public PolicyDiff {
    changes = List.copyOf(changes);
  }

  /**
   * Compares two policies. Costs some milliseconds for hundreds of rules.
   *
   * @throws DiagramLimitException if a policy is too entangled to be decided
   */
  public static PolicyDiff between(Policy before, Policy after) throws DiagramLimitException {
    return new PolicyDiff(Comparison.of(before, after).changes());
  }

  /**
   * Compares two verdict diagrams, such as those of programs: without changes they take the same
   * action for every event. Events that no policy can tell apart, because they differ in the
   * instruction pointer or belong to no architecture, are compared too.
   *
   * @param named architectures that are shown on their own even if all that changes there changes
   *     for foreign ones too
   * @throws DiagramLimitException if they are too entangled to be decided
   */
  public static PolicyDiff between(Diagram diagram, int before, int after, Set<Arch> named)
      throws DiagramLimitException {
    return new PolicyDiff(new Comparison(diagram, before, after, named).changes());
  }

  /** Whether {@code large} permits every event that {@code small} permits. */
  public static boolean subset(Policy small, Policy large) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    int inner = diagram.permitted(PolicyDiagram.of(diagram, small));
    int outer = diagram.permitted(PolicyDiagram.of(diagram, large));
    return diagram.and(inner, diagram.not(outer)) == Diagram.FALSE;
  }

  /** Whether the new policy permits an event that the old one does not. */
  public boolean allowsMore() {
    return changes.stream().anyMatch(change -> change.wider() != null);
  }

  /** Whether the old policy permits an event that the new one does not. */
  public boolean allowsLess() {
    return changes.stream().anyMatch(change -> change.narrower() != null);
  }

  /** How the policies relate on one syscall. */
  public Change.Relation relation(Arch arch, int number) {
    for (Change change : changes) {
      if (change.scope() == Change.Scope.SYSCALL
          && change.arch() == arch
          && change.number() == number) {
        return change.relation();
      }
    }
    return Change.Relation.SAME;
  }

  /** The changes as text: wider, narrower, then those of action, each with a witness; or "". */
  public String text() {
    return DiffText.of(changes);
  }
}

package dev.winnow.reports.diff;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Evidence;
import java.util.List;
import java.util.Set;

/**
 * A recording against a policy or program: which recorded behaviour it denies, and what it permits
 * beyond. What was recorded is compared in all that evidence knows of it, descriptors and sizes
 * among it; what was not is of interest only if enums, flags, modes, signals or ids make it so, for
 * any policy permits sizes that nobody has seen.
 */
public final class RecordedDiff {
  private RecordedDiff() {}

  /**
   * The recording as a verdict diagram that can be compared with {@code other}.
   *
   * @param other the verdicts of the policy or program
   * @param afterLauncher architectures whose filter starts behind the launcher's execve
   */
  public static int verdicts(Diagram diagram, Evidence evidence, int other, Set<Arch> afterLauncher)
      throws DiagramLimitException {
    Evidence together = evidence.withoutRoles();
    int seen = permitted(diagram, together, true, afterLauncher);
    int like = permitted(diagram, together, false, afterLauncher);
    int recorded = diagram.or(seen, diagram.and(like, diagram.permitted(other)));
    return diagram.ite(
        recorded,
        diagram.leaf(Action.ALLOW.returnValue()),
        diagram.leaf(Action.KILL_PROCESS.returnValue()));
  }

  private static int permitted(
      Diagram diagram, Evidence evidence, boolean numbers, Set<Arch> afterLauncher)
      throws DiagramLimitException {
    return diagram.permitted(
        PolicyDiagram.of(diagram, Recorded.policy(evidence, numbers, afterLauncher)));
  }

  /** What limits the comparison, in sentences. */
  public static List<String> notes(Evidence evidence) {
    List<String> notes = Notes.of("the recording", evidence);
    notes.add(
        "descriptors, sizes and offsets are recorded one by one, so combinations of them may not"
            + " have occurred, and those permitted beyond the recorded ones are not listed;"
            + " `winnow check` decides the events of a trace");
    return notes;
  }
}

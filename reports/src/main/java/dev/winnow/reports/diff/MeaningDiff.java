package dev.winnow.reports.diff;

import dev.winnow.learner.Surface;
import dev.winnow.policy.Action;
import dev.winnow.policy.Change;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.reports.risk.Exposure;
import dev.winnow.reports.risk.OpenRisk;
import dev.winnow.reports.risk.Risk;
import dev.winnow.reports.risk.RiskTable;
import dev.winnow.traces.Arch;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Two verdict diagrams compared: what policies and programs mean, or what evidence recorded. */
public final class MeaningDiff {
  private final Diagram diagram;
  private final Side before;
  private final Side after;
  private final int old;
  private final int now;
  private final Conditions conditions;
  private final boolean recorded;

  private MeaningDiff(Diagram diagram, Side before, int old, Side after, int now)
      throws DiagramLimitException {
    this.diagram = diagram;
    this.before = before;
    this.after = after;
    this.recorded = before.kind() == Side.Kind.EVIDENCE || after.kind() == Side.Kind.EVIDENCE;
    this.old = recorded ? diagram.map(old, MeaningDiff::folded) : old;
    this.now = recorded ? diagram.map(now, MeaningDiff::folded) : now;
    this.conditions = new Conditions(diagram);
  }

  /** A recording does not say how an event would be denied, nor whether it would be logged. */
  private static int folded(int returnValue) {
    return (Action.permits(returnValue) ? Action.ALLOW : Action.KILL_PROCESS).returnValue();
  }

  /**
   * Compares. Milliseconds for policies of hundreds of rules.
   *
   * @param old the old verdicts, by return value
   * @param now the new ones, of the same manager
   * @param named architectures that are shown on their own even if all that changes there changes
   *     for foreign ones too
   * @param notes what limits the comparison
   * @throws DiagramLimitException if they are too entangled to be decided
   */
  public static Diff between(
      Diagram diagram,
      Side before,
      int old,
      Side after,
      int now,
      Set<Arch> named,
      List<String> notes)
      throws DiagramLimitException {
    return new MeaningDiff(diagram, before, old, after, now).compare(named, notes);
  }

  private Diff compare(Set<Arch> named, List<String> notes) throws DiagramLimitException {
    List<Change> changes = PolicyDiff.between(diagram, old, now, named).changes();
    Exposure exposure =
        Exposure.beyond(diagram, diagram.permitted(old), diagram.permitted(now), archsOf(changes));
    List<DiffEntry> entries = new ArrayList<>();
    for (Change change : changes) {
      entries.add(entry(change, exposure));
    }
    List<ExactChange> exact =
        recorded ? List.of() : new ExactChanges(diagram, conditions).between(old, now);
    return new Diff(before, after, entries, exact, notes);
  }

  private static Collection<Arch> archsOf(List<Change> changes) {
    Set<Arch> archs = EnumSet.noneOf(Arch.class);
    for (Change change : changes) {
      Arch arch = change.arch();
      if (arch != null) {
        archs.add(arch);
      }
    }
    return archs;
  }

  private DiffEntry entry(Change change, Exposure exposure) throws DiagramLimitException {
    List<OpenRisk> open = List.of();
    Arch arch = change.arch();
    int weight = 1;
    if (arch != null && change.scope() == Change.Scope.SYSCALL) {
      open = change.wider() == null ? List.of() : exposure.of(arch, change.number());
      Syscall syscall = SyscallTable.of(arch).byNumber(change.number());
      weight = syscall == null ? 1 : Surface.weight(syscall);
    }
    return new DiffEntry(
        change.scope(),
        arch,
        change.number(),
        subject(change),
        wider(change, open),
        difference(change, change.narrower(), Verdict.LESS),
        difference(change, change.changed(), Verdict.OTHER),
        risks(change, open),
        weight,
        null);
  }

  /** The name as people say it. */
  private static String subject(Change change) {
    String label = change.label();
    return label.startsWith("sys_") ? label.substring("sys_".length()) : label;
  }

  private static List<Risk> risks(Change change, List<OpenRisk> open) {
    if (change.wider() == null) {
      return List.of();
    }
    return switch (change.scope()) {
      case FOREIGN -> List.of(RiskTable.of("other-architectures"));
      case UNKNOWN -> List.of(RiskTable.of("unknown-numbers"));
      case SYSCALL -> open.stream().map(OpenRisk::risk).toList();
    };
  }

  /** Shown by an event of the worst risk: that is what the reader has to know. */
  private @Nullable Difference wider(Change change, List<OpenRisk> open)
      throws DiagramLimitException {
    for (OpenRisk risk : open) {
      Action from = Action.ofReturnValue(diagram.evaluate(old, risk.event()));
      Action to = Action.ofReturnValue(diagram.evaluate(now, risk.event()));
      if (to.permits() && !from.permits()) {
        String text = wholly(change) ? textOfAll(change, risk) : risk.text();
        return new Difference(
            text, verdict(before, from), verdict(after, to), when(change, Verdict.MORE));
      }
    }
    return difference(change, change.wider(), Verdict.MORE);
  }

  /** Whether the verdicts look at no argument. */
  private boolean wholly(Change change) {
    Arch arch = change.arch();
    return arch != null
        && diagram.isLeaf(diagram.restrict(old, arch.auditToken(), change.number()))
        && diagram.isLeaf(diagram.restrict(now, arch.auditToken(), change.number()));
  }

  private static String textOfAll(Change change, OpenRisk risk) {
    Change.Sample sample = change.wider();
    return sample == null ? risk.text() : sample.text();
  }

  private @Nullable Difference difference(
      Change change, Change.@Nullable Sample sample, Verdict verdict) throws DiagramLimitException {
    return sample == null
        ? null
        : new Difference(
            sample.text(),
            verdict(before, sample.before()),
            verdict(after, sample.after()),
            when(change, verdict));
  }

  private String verdict(Side side, Action action) {
    return recorded ? side.permission(action.permits()) : action.toString();
  }

  /** Which of the events that differ. */
  private enum Verdict {
    MORE,
    LESS,
    OTHER
  }

  private String when(Change change, Verdict verdict) throws DiagramLimitException {
    Arch arch = change.arch();
    if (arch == null || change.scope() != Change.Scope.SYSCALL) {
      return "";
    }
    int left = diagram.restrict(old, arch.auditToken(), change.number());
    int right = diagram.restrict(now, arch.auditToken(), change.number());
    int permittedBefore = diagram.permitted(left);
    int permittedAfter = diagram.permitted(right);
    int set =
        switch (verdict) {
          case MORE -> diagram.and(permittedAfter, diagram.not(permittedBefore));
          case LESS -> diagram.and(permittedBefore, diagram.not(permittedAfter));
          case OTHER -> diagram.isLeaf(left) && diagram.isLeaf(right) ? Diagram.TRUE : -1;
        };
    return set < 0 ? "" : conditions.of(arch, change.number(), set);
  }
}

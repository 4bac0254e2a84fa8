package dev.winnow.policy;

import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Two policies as diagrams of one manager, compared number by number. */
final class Comparison {
  /** {@code AUDIT_ARCH_ALPHA} of linux/audit.h, which stands for architectures without section. */
  private static final int FOREIGN_TOKEN = 0xC0009026;

  private final Policy before;
  private final Policy after;
  private final Diagram diagram = new Diagram();
  private final int old;
  private final int now;

  Comparison(Policy before, Policy after) throws DiagramLimitException {
    this.before = before;
    this.after = after;
    old = PolicyDiagram.of(diagram, before);
    now = PolicyDiagram.of(diagram, after);
  }

  List<Change> changes() throws DiagramLimitException {
    List<Change> changes = new ArrayList<>();
    for (Arch arch : Arch.values()) {
      if (before.section(arch) != null || after.section(arch) != null) {
        compare(arch, changes);
      }
    }
    add(changes, Change.Scope.FOREIGN, null, FOREIGN_TOKEN, 0);
    return changes;
  }

  private void compare(Arch arch, List<Change> changes) throws DiagramLimitException {
    int highest = SyscallTable.of(arch).highest();
    TreeSet<Integer> numbers = new TreeSet<>(Integer::compareUnsigned);
    for (int number = arch == Arch.X32 ? Arch.X32_BIT : 0; number <= highest; number++) {
      numbers.add(number);
    }
    numbers.addAll(ruled(before, arch));
    numbers.addAll(ruled(after, arch));
    for (int number : numbers) {
      add(changes, Change.Scope.SYSCALL, arch, arch.auditToken(), number);
    }
    // All numbers above the table's that no rule names are treated alike: one stands for them.
    int unknown = highest + 1;
    while (numbers.contains(unknown)) {
      unknown++;
    }
    if (Section.owns(arch, unknown)) {
      add(changes, Change.Scope.UNKNOWN, arch, arch.auditToken(), unknown);
    }
  }

  private static List<Integer> ruled(Policy policy, Arch arch) {
    Section section = policy.section(arch);
    return section == null ? List.of() : section.rules().stream().map(Rule::number).toList();
  }

  private void add(
      List<Change> changes, Change.Scope scope, @Nullable Arch arch, int token, int number)
      throws DiagramLimitException {
    int left = diagram.restrict(old, token, number);
    int right = diagram.restrict(now, token, number);
    if (left == right) {
      return;
    }
    int permittedBefore = diagram.permitted(left);
    int permittedAfter = diagram.permitted(right);
    int more = diagram.and(permittedAfter, diagram.not(permittedBefore));
    int less = diagram.and(permittedBefore, diagram.not(permittedAfter));
    // Where one permits and the other does not, both get one verdict: what still differs is action.
    int either = diagram.or(more, less);
    int same = diagram.leaf(0);
    Diagram.Difference other =
        diagram.difference(diagram.ite(either, same, left), diagram.ite(either, same, right));
    Samples samples = new Samples(arch, token, number, left, right);
    changes.add(
        new Change(
            scope,
            arch,
            number,
            samples.of(diagram.witness(more)),
            samples.of(diagram.witness(less)),
            other == null ? null : samples.of(other.event())));
  }

  /** Makes samples of events whose architecture and number were fixed before. */
  private final class Samples {
    private final @Nullable Arch arch;
    private final int token;
    private final int number;
    private final int left;
    private final int right;

    Samples(@Nullable Arch arch, int token, int number, int left, int right) {
      this.arch = arch;
      this.token = token;
      this.number = number;
      this.left = left;
      this.right = right;
    }

    Change.@Nullable Sample of(@Nullable SeccompData arguments) {
      if (arguments == null) {
        return null;
      }
      SeccompData event = new SeccompData(number, token, 0, arguments.args());
      boolean[] matters = diagram.testedArguments(left, right);
      return new Change.Sample(
          event,
          Action.ofReturnValue(diagram.evaluate(left, event)),
          Action.ofReturnValue(diagram.evaluate(right, event)),
          EventText.of(arch, event, matters));
    }
  }
}

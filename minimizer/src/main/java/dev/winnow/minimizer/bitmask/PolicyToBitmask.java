package dev.winnow.minimizer.bitmask;

import dev.winnow.policy.Action;
import dev.winnow.policy.Diagram;
import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiagram;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Arch;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The smallest bitmask that permits everything that a section of a policy permits, and what it
 * cannot say. Decided on the exact core, so that two rules that together permit everything count as
 * such.
 *
 * @param arch the section's architecture
 * @param bitmask bit n is set if some call of syscall n is permitted
 * @param wider syscalls that the policy permits for some arguments only: the bitmask allows all
 * @param flattened what else the bitmask does not keep: actions that neither allow nor deny
 */
public record PolicyToBitmask(
    Arch arch, Bitmask bitmask, List<String> wider, List<String> flattened) {
  public PolicyToBitmask {
    wider = List.copyOf(wider);
    flattened = List.copyOf(flattened);
  }

  /**
   * Converts one section: all numbers of its table, and those above that it has rules for.
   *
   * @throws DiagramLimitException if the policy is too entangled to be decided
   */
  public static PolicyToBitmask of(Policy policy, Section section) throws DiagramLimitException {
    Diagram diagram = new Diagram();
    int root = PolicyDiagram.of(diagram, policy);
    BitSet bits = new BitSet();
    List<String> wider = new ArrayList<>();
    Map<String, List<String>> others = new TreeMap<>();
    Arch arch = section.arch();
    for (int number : numbers(section)) {
      int verdict = diagram.restrict(root, arch.auditToken(), number);
      int permitted = diagram.permitted(verdict);
      bits.set(number & ~Arch.X32_BIT, permitted != Diagram.FALSE);
      String name = Bitmask.name(arch, number & ~Arch.X32_BIT);
      if (permitted != Diagram.FALSE && permitted != Diagram.TRUE) {
        wider.add(name);
      }
      for (Action action : neitherAllowedNorDenied(diagram, verdict)) {
        others.computeIfAbsent(action.toString(), a -> new ArrayList<>()).add(name);
      }
    }
    List<String> flattened = new ArrayList<>();
    others.forEach((action, names) ->
        flattened.add("the " + action + " action of " + String.join(", ", names)));
    if (section.unknown().permits()) {
      flattened.add("that numbers above the table's are permitted");
    }
    return new PolicyToBitmask(arch, new Bitmask(bits), wider, flattened);
  }

  private static Set<Integer> numbers(Section section) {
    Set<Integer> numbers = new TreeSet<>();
    int highest = SyscallTable.of(section.arch()).highest();
    for (int n = section.arch() == Arch.X32 ? Arch.X32_BIT : 0; n <= highest; n++) {
      numbers.add(n);
    }
    for (Rule rule : section.rules()) {
      int index = rule.number() & ~Arch.X32_BIT;
      if (index >= 0 && index < 8 * Bitmask.MOST_BYTES) {
        numbers.add(rule.number());
      }
    }
    return numbers;
  }

  /** Actions that leave the decision to a log's reader, a tracer or a supervisor. */
  private static Set<Action> neitherAllowedNorDenied(Diagram diagram, int verdict) {
    Set<Action> actions = new LinkedHashSet<>();
    collect(diagram, verdict, actions, new HashSet<>());
    actions.removeIf(action ->
        switch (action.kind()) {
          case ALLOW, ERRNO, TRAP, KILL_THREAD, KILL_PROCESS -> true;
          case LOG, TRACE, USER_NOTIF -> false;
        });
    return actions;
  }

  private static void collect(Diagram diagram, int node, Set<Action> actions, Set<Integer> seen) {
    if (diagram.isLeaf(node)) {
      actions.add(Action.ofReturnValue(diagram.leafValue(node)));
    } else if (seen.add(node)) {
      collect(diagram, diagram.low(node), actions, seen);
      collect(diagram, diagram.high(node), actions, seen);
    }
  }

  /** What the bitmask does not say of the policy, in words. */
  public List<String> losses() {
    List<String> losses = new ArrayList<>();
    if (!wider.isEmpty()) {
      losses.add("which arguments are permitted of " + String.join(", ", wider));
    }
    losses.addAll(flattened);
    return losses;
  }

  /** Whether the bitmask permits exactly what the policy permits. */
  public boolean exact() {
    return wider.isEmpty() && flattened.isEmpty();
  }
}

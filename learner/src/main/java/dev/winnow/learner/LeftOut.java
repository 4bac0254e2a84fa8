package dev.winnow.learner;

import dev.winnow.policy.DiagramLimitException;
import dev.winnow.policy.Expr;
import dev.winnow.policy.Policy;
import dev.winnow.policy.PolicyDiff;
import dev.winnow.policy.Rule;
import dev.winnow.policy.Section;
import dev.winnow.traces.Evidence;
import dev.winnow.traces.Runs;
import dev.winnow.traces.Syscall;
import dev.winnow.traces.SyscallEvidence;
import dev.winnow.traces.SyscallKey;
import dev.winnow.traces.SyscallTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs left out and tried on the policy that the others teach, with the calls that are added
 * unseen. What a run needs is taken from the evidence: for each argument the values it had, in any
 * combination, so that now and then a run counts as denied that would pass.
 */
final class LeftOut {
  private static final Set<String> ADDED =
      UnseenCall.ROWS.stream().map(UnseenCall::call).collect(Collectors.toUnmodifiableSet());

  private final Evidence evidence;
  private final Units units;
  private final LearnOptions options;

  /**
   * Of runs together.
   *
   * @param evidence of all runs, without roles
   * @param units what counts as a run
   */
  LeftOut(Evidence evidence, Units units, LearnOptions options) {
    this.evidence = evidence;
    this.units = units;
    this.options = options;
  }

  /**
   * Whether a unit that alone has a feature is denied, after all, by what the others teach.
   *
   * @param others the evidence without the unit
   * @param template how the others are generalised
   */
  boolean denied(int unit, Evidence others, Template template) {
    if (!options.predict() || others.syscalls().isEmpty()) {
      return true;
    }
    Set<SyscallKey> novel = novel(unit, template);
    if (!novel.stream().allMatch(LeftOut::mayBeAdded)) {
      return true;
    }
    Policy learned = Learner.policy(others, template, options);
    Set<SyscallKey> undecided = new HashSet<>();
    for (SyscallKey key : novel) {
      Section section = learned.section(key.arch());
      List<Rule> rules = section == null ? List.of() : rules(section, Set.of(key.number()));
      if (rules.isEmpty()) {
        return true;
      }
      Rule first = rules.getFirst();
      if (!first.condition().equals(Expr.TRUE) || !first.action().permits()) {
        undecided.add(key);
      }
    }
    return !undecided.isEmpty() && !allowed(unit, undecided, learned);
  }

  private static boolean mayBeAdded(SyscallKey key) {
    Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
    return syscall != null && ADDED.contains(syscall.name());
  }

  /** Whether a policy allows what a unit needs of some syscalls; compares diagrams. */
  private boolean allowed(int unit, Set<SyscallKey> keys, Policy learned) {
    Set<Integer> numbers = new HashSet<>();
    keys.forEach(key -> numbers.add(key.number()));
    LearnOptions seenOnly = new LearnOptions(Template.EXACT, options.defaultAction(), false);
    Policy needed = Learner.policy(own(unit, keys), Template.EXACT, seenOnly);
    try {
      return PolicyDiff.subset(only(needed, numbers), only(learned, numbers));
    } catch (DiagramLimitException tooEntangled) {
      return false;
    }
  }

  /** The syscalls of which the unit alone has a feature. */
  private Set<SyscallKey> novel(int unit, Template template) {
    Set<SyscallKey> novel = new HashSet<>();
    evidence
        .syscalls()
        .forEach((key, seen) -> {
          List<Runs> features = new ArrayList<>(List.of(seen.seen().runs()));
          Syscall syscall = SyscallTable.of(key.arch()).byNumber(key.number());
          if (syscall != null) {
            features.addAll(SyscallConstraint.of(syscall, seen, template).features());
          }
          if (units.alone(features).get(unit)) {
            novel.add(key);
          }
        });
    return novel;
  }

  private Evidence own(int unit, Set<SyscallKey> keys) {
    Set<String> rest = new HashSet<>(evidence.runs().keySet());
    rest.removeAll(units.runs(unit));
    TreeMap<SyscallKey, SyscallEvidence> syscalls = new TreeMap<>(evidence.syscalls());
    syscalls.keySet().retainAll(keys);
    return new Evidence(evidence.runs(), syscalls).without(rest);
  }

  private static Policy only(Policy policy, Set<Integer> numbers) {
    List<Section> sections = new ArrayList<>();
    for (Section section : policy.sections()) {
      sections.add(section.with(rules(section, numbers)));
    }
    return new Policy(sections);
  }

  private static List<Rule> rules(Section section, Set<Integer> numbers) {
    return section.rules().stream().filter(rule -> numbers.contains(rule.number())).toList();
  }
}
